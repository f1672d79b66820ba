"""The conversation with people, one file a noun."""
