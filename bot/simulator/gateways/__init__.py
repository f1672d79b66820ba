"""Local payment gateways that speak the signed protocols of WeChat Pay and Alipay, with keys of their own.

They replace the real gateways wherever a base URL can be set. Their ledgers allow daily reconciliation against them.
"""

from bot.simulator.gateways.keys import GatewayKeys, LocalMerchant
from bot.simulator.gateways.local_gateways import Gateways

__all__ = ["GatewayKeys", "Gateways", "LocalMerchant"]
