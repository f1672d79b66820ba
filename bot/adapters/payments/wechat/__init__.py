"""WeChat Pay: gateway, client, signatures, platform keys, webhook, bills."""
