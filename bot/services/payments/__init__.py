"""Services. Payments: orders, settlement, refunds, reconciliation."""
