"""Services. People and their accounts: registration, consents, SMS codes."""
