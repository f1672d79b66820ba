"""All routes of the web application. Each path needs a policy in bot/web/route_policies.py."""

import os
from pathlib import Path

from starlette.middleware.gzip import GZipMiddleware
from starlette.routing import BaseRoute, Mount
from starlette.staticfiles import StaticFiles

from bot.web.api.events import EventFeed
from bot.web.api.register_rows import RegisterApi
from bot.web.certificate_verification import VerificationPages
from bot.web.dependencies import WebDependencies
from bot.web.health import HealthChecks
from bot.web.metrics import MetricsEndpoint
from bot.web.mini_app import (
    certificates,
    organisation,
    pages as app_pages,
    requests,
    scanning,
    sessions,
    vehicle_codes as app_codes,
)
from bot.web.mini_app.app_request import AppRoutes
from bot.web.payment_webhooks import payment_webhook_routes
from bot.web.portal import browsers, members, sign_in, vehicle_codes, vehicles, violations
from bot.web.portal.page_request import PageRoutes
from bot.web.route_policies import APP, PORTAL
from bot.web.staff import (
    audit,
    blacklist,
    cases,
    certificates as staff_certificates,
    clients,
    closing,
    differences,
    false_material,
    figures,
    identity_cases,
    imports,
    inbox,
    look_up,
    members as staff_members,
    money,
    money_days,
    objections,
    papers,
    proposal_kinds,
    refunds,
    rules,
    second_factor,
    sign_in as staff_sign_in,
)
from bot.web.staff.staff_request import StaffRoutes
from bot.web.telegram_webhook import TelegramWebhook

APP_MODULES = (app_pages, sessions, requests, certificates, app_codes, scanning, organisation)
STAFF_MODULES = (
    *(staff_sign_in, inbox, cases, identity_cases, objections, look_up, false_material, blacklist),
    *(staff_certificates, papers, staff_members, imports, clients, audit),
    *(rules, proposal_kinds, figures, money, money_days, refunds, differences, closing, second_factor),
)
ASSETS = Path(__file__).parent / "assets"


class AssetFiles(StaticFiles):
    """Scripts, styles and pictures of the pages."""

    def lookup_path(self, path: str) -> tuple[str, os.stat_result | None]:
        """Return the file at this path and its status."""
        # Pages that 0.1.0 sent, open during a rolling upgrade, ask for the logo under its old name.
        return super().lookup_path("logo.svg" if path == "mark.svg" else path)


def all_routes(web: WebDependencies) -> list[BaseRoute]:
    """Return every route the desk answers over HTTP."""
    pages, staff, app = PageRoutes(web), StaffRoutes(web), AppRoutes(web)
    return [
        *HealthChecks(web).routes(),
        *MetricsEndpoint(web).routes(),
        *payment_webhook_routes(web.gateways, web.database, clock=web.clock, wake=web.wake),
        *(
            route
            for module in (sign_in, vehicles, vehicle_codes, violations, members, browsers)
            for route in module.routes(pages)
        ),
        Mount(f"{PORTAL}/assets", AssetFiles(directory=ASSETS)),
        *(route for module in STAFF_MODULES for route in module.routes(staff)),
        *(route for module in APP_MODULES for route in module.routes(app)),
        Mount(f"{APP}/assets", GZipMiddleware(StaticFiles(directory=app_pages.ASSETS))),
        *RegisterApi(web).routes(),
        *EventFeed(web).routes(),
        *VerificationPages(web).routes(),
        *TelegramWebhook(web).routes(),
    ]
