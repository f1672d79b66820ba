"""Cards. Payments: orders, settlement, refunds, reconciliation."""
