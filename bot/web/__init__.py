"""The web application: Telegram and payment webhooks, certificate verification, the portal, health, metrics."""
