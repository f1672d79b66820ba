"""Forged and hostile inputs: classes of them, each a seeded generator, thrown at a desk in full swing."""
