"""Draws pictures and PDFs: plates, certificates, penalty decisions, receipts, QR codes, watermarks."""
