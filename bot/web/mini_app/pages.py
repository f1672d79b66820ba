"""The page of the Mini App, and its service worker, which keeps the page for when there is no network."""

import json
from pathlib import Path

from starlette.responses import FileResponse, HTMLResponse, Response
from starlette.routing import Route

from bot.texts import Texts
from bot.web.mini_app.app_request import AppRequest, AppRoutes
from bot.web.route_policies import APP
from bot.web.templating import page

ASSETS = Path(__file__).parent / "assets"
# What the page says by itself, by the names that its scripts use: the text's key is app-NAME.
WORDS = (
    *("back", "loading", "lost", "again", "outside", "open-chat", "close", "title", "hello", "hello-guest"),
    *("scan", "scan-lead", "scan-start", "scan-stop", "scan-picture", "scan-text", "scan-check", "scan-denied"),
    *("scan-looking", "scan-hint", "scan-video", "scan-another", "filed-other", "filed-other-send", "filed-to-chat"),
    *("certificates", "certificates-lead", "certificates-none", "certificates-offline", "certificates-bright"),
    *("certificates-home", "code", "code-lead", "code-none", "code-make", "code-cancel", "code-link-copy", "copied"),
    *("code-left", "requests", "requests-lead", "requests-previous", "requests-next", "no"),
    *("organisation", "organisation-lead", "organisation-browser", "organisation-code"),
    *("staff", "staff-lead", "staff-browser", "staff-code"),
)


def routes(app: AppRoutes) -> list[Route]:
    """Return the routes."""
    return [app.route(APP, show), app.route(f"{APP}/worker.js", worker)]


def words_of(texts: Texts) -> dict[str, str]:
    """Return what the page says by itself, in one language."""
    return {name: texts.plain(f"app-{name}") for name in WORDS}


async def show(request: AppRequest) -> Response:
    """Return the page, which is the same for everybody but for the language that the browser prefers."""
    words = json.dumps(words_of(request.texts), ensure_ascii=False).replace("<", "\\u003c")
    return HTMLResponse(page("mini_app.html", request.texts, words=words))


async def worker(request: AppRequest) -> Response:
    """Return the service worker, which may keep the page itself too."""
    del request
    return FileResponse(ASSETS / "worker.js", headers={"Service-Worker-Allowed": APP})
