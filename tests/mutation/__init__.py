"""Mutation tests: each guard is removed in a copy of the tree, and some test must fail."""
