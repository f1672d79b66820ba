"""Alipay: gateway, client, signatures, webhook, bills."""
