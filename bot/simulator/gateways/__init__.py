"""Local payment gateways that speak the signed protocols of WeChat Pay and Alipay, with keys of their own.

They stand in for the real ones wherever a base address can be set, and keep books
of their own, so that a desk's books can be reconciled against theirs.
"""

from bot.simulator.gateways.keys import GatewayKeys, LocalMerchant
from bot.simulator.gateways.local_gateways import Gateways

__all__ = ["GatewayKeys", "Gateways", "LocalMerchant"]
