"""Storage. Payments: orders, settlement, refunds, reconciliation."""
