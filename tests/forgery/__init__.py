"""Forged and hostile inputs: classes of them, each a seeded generator, sent to a desk with applications in progress."""
