"""Data protection, seen from the raw files: what a thief of the disk finds."""
