"""Storage of inspection certificates (检验标志): certificates, views, share codes, paper copies, signing keys."""
