"""What can be told from a photo, found out in a process of its own that a hostile photo may break."""
