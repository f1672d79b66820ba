"""Value types of the domain as pure functions: plates, ID numbers, money, months, masking."""
