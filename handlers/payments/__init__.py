"""Chat handlers. Payments: orders, settlement, refunds, reconciliation."""
