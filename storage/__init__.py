"""Storage: one module for each kind of row, with its enums, its table and its queries."""
