"""Cards: builds messages with buttons from rows and texts, one module for each noun."""
