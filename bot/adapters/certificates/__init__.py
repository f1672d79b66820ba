"""Certificate encoding: CWT claims, COSE signatures, keys, the status list, the verifier."""
