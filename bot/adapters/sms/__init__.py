"""SMS gateways: HTTP and Tencent Cloud."""
