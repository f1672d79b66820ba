"""WeChat Pay (API v3): gateway, client, signatures, platform keys, webhook events, bills."""
