"""Storage of accounts, consents and SMS codes."""
