"""What people say in their own words, and the deed that they mean by it: small tables, and no model."""
