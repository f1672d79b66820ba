"""Adapters to other systems and libraries: payments, SMS, faces, photos, drawing, certificates, the sandbox."""
