"""Fixtures: keys once a run, a world for each test."""

import socket
from collections.abc import AsyncIterator
from random import Random

import aiohttp
import pytest
import uvicorn
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey
from starlette.applications import Starlette
from starlette.routing import Route

from bot.adapters.payments.alipay.gateway import Alipay
from bot.adapters.payments.wechat.gateway import WechatPay
from bot.simulator.gateways import GatewayKeys, Gateways
from tests.adapters.payments.payment_world import (
    GatewayClock,
    PaymentWebhookReceiver,
    PaymentWorld,
    alipay_merchant,
    wechat_merchant,
)


@pytest.fixture(scope="session")
def keys() -> GatewayKeys:
    return GatewayKeys.generate()


@pytest.fixture(scope="session")
def stranger() -> RSAPrivateKey:
    """Return a key that is not configured anywhere."""
    return rsa.generate_private_key(65537, 2048)


@pytest.fixture
def clock() -> GatewayClock:
    return GatewayClock()


async def started(app: Starlette, listener: socket.socket) -> uvicorn.Server:
    """Serve in this event loop, without a server's signal handling, which takes tenths of a second."""
    config = uvicorn.Config(app, log_config=None, log_level="warning", lifespan="off", timeout_graceful_shutdown=1)
    config.load()
    server = uvicorn.Server(config)
    server.lifespan = config.lifespan_class(config)
    await server.startup(sockets=[listener])
    return server


def stop(server: uvicorn.Server) -> None:
    """Stop at once: no request is in progress."""
    for listening in server.servers:
        listening.close()
    for connection in list(server.server_state.connections):
        connection.shutdown()


@pytest.fixture
async def world(keys: GatewayKeys, clock: GatewayClock) -> AsyncIterator[PaymentWorld]:
    gateways = Gateways(keys, clock=clock, random=Random(5))
    receiver = PaymentWebhookReceiver(clock)
    app = Starlette(routes=[*gateways.routes(), Route("/notices/{provider}", receiver.receive, methods=["POST"])])
    listener = socket.create_server(("127.0.0.1", 0))
    origin = f"http://127.0.0.1:{listener.getsockname()[1]}"
    server = await started(app, listener)
    local = gateways.merchant(origin)
    async with aiohttp.ClientSession() as http:
        wechat = WechatPay(wechat_merchant(local, origin), http, clock=clock, timeout=2)
        alipay = Alipay(alipay_merchant(local, origin), http, clock=clock, timeout=2)
        receiver.gateways = {"wechat": wechat, "alipay": alipay}
        yield PaymentWorld(clock, gateways, receiver, origin, http, local, wechat, alipay)
        await gateways.close()
    stop(server)
