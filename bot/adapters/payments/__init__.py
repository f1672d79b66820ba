"""Payment gateways: one protocol, implemented for WeChat Pay and Alipay."""
