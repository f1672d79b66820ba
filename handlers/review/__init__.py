"""Chat handlers. Manual review (人工审核): face checks, photos, cases, the blacklist."""
