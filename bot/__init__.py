"""What the desk can do."""
