"""Storage of payments: orders, transactions, refunds, reconciliation."""
