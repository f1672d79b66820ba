"""The dated rules: catalogue, parser, the value in force, the pages that show them."""
