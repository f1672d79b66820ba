"""Data protection: no personal data in clear text in files, copies and logs, and nothing left after a deletion."""
