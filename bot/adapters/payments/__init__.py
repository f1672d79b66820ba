"""Payment gateways: one protocol, WeChat Pay and Alipay behind it."""
