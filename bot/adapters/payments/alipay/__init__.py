"""Alipay: gateway, client, signatures, webhook events, bills."""
