"""Reads photos: sanitises, finds QR codes, compares faces, assesses quality. Untrusted ones in the sandbox only."""
