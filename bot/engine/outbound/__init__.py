"""Outbound deliveries: chat messages, SMS and slow tasks, carried out after the commit."""
