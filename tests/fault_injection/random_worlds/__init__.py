"""A random world of strangers and relatives, some of them staff, and invariants about identity, consent and authority.

It belongs to the long runs, not to the model-based tests: nothing predicts what an act leads to. People act at random
through the whole desk, and after each act the tables and the audit are read without the desk's own services.
"""
