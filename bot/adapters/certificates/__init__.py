"""Signed certificates: CWT claims, COSE signatures, keys, status list, verifier."""
