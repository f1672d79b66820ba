"""Prepares a sandbox worker for drawing: loads the libraries, which takes time."""

from bot.adapters.drawing import certificate_pdf, certificate_picture, decision_pdf, receipt_pdf, watermark

JOBS = (certificate_pdf, certificate_picture, decision_pdf, receipt_pdf, watermark)
DOCUMENTS = __name__
