"""What is kept: one file a noun, each with its enum, its table and the questions asked of it."""
