"""Chaos: desks in processes of their own over one store, while everything around them fails, on both databases."""
