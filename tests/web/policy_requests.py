"""Requests to every route of the policy table, with the ids in its path filled in."""

import re
from collections.abc import Iterator
from typing import Any
from uuid import uuid4

from bot.web.route_policies import POLICIES, Access, RoutePolicy
from storage.payments.payments import PaymentProvider
from tests.stories.app_driver import AppDriver
from tests.web.visitor import RefusingGateway, Visitor

SECRET: dict[str, Any] = {"webhook_secret": "a-secret_1"}
ASSETS = {"/organisation/assets": "/portal.css", "/app/assets": "/app.css"}
GATEWAYS: dict[PaymentProvider, Any] = {provider: RefusingGateway(provider) for provider in PaymentProvider}


def visitor_of(app: AppDriver, **settings: Any) -> Visitor:
    """Return a browser at an application in which every path of the policy table has a route."""
    return Visitor(app, gateways=GATEWAYS, **SECRET, **settings)


def addresses(app: AppDriver, access: Access | None = None) -> Iterator[tuple[str, RoutePolicy]]:
    """Yield a path for every policy with this access, or every policy, with ids filled in."""
    for template, policy in POLICIES.items():
        path = template + ASSETS.get(template, "")
        if access in (None, policy.access):
            yield re.sub(r"\{\w+:uuid\}", str(uuid4()), path), policy
