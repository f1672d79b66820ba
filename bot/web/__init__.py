"""The web side: webhook, notices, public verification, the organisations' portal, health."""
