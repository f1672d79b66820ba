"""Storage. Inspection certificates (检验标志): issue, show, share, verify, paper copies."""
