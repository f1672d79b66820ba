"""Guards are needed: each of them taken away in a copy of the tree, and some test must fail."""
