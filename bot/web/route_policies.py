"""The doors of the web side: for every route who may enter, what he may bring, and how often.

A route that is not on this list stands behind the strictest limits, and a test names it.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from starlette.routing import BaseRoute, Mount, Route

FORM = ("application/x-www-form-urlencoded",)
UPLOAD = ("multipart/form-data",)
JSON = ("application/json",)
ANYTHING = ("",)


class Guard(StrEnum):
    """What lets somebody in: nothing, a signature or secret of the sender, a session, or an operator's token."""

    PUBLIC = "public"
    SIGNED = "signed"
    SESSION = "session"
    OPERATOR = "operator"


class Pace(StrEnum):
    """Which bucket of tries a door draws from; each address has its own. FREE: none."""

    FREE = "free"
    PAGES = "pages"
    SIGN_IN = "sign_in"
    CHECKS = "checks"


@dataclass(frozen=True, slots=True)
class Door:
    """most: bytes of a body; types: of a body, by their beginning; any_host: also under names that are not ours.

    pages: answers people rather than programs. camera: its page may use the camera and pictures made in the browser.
    kept: seconds that others may keep the answer; 0: nobody may.
    """

    guard: Guard
    most: int = 0
    types: tuple[str, ...] = ()
    pace: Pace = Pace.FREE
    any_host: bool = False
    pages: bool = False
    camera: bool = False
    kept: int = 0


STRANGE = Door(Guard.SESSION, pace=Pace.PAGES)
HEALTH = Door(Guard.PUBLIC, any_host=True)
NOTICE = Door(Guard.SIGNED, most=100_000, types=ANYTHING)
READING = Door(Guard.SESSION, pace=Pace.PAGES, pages=True)
WRITING = Door(Guard.SESSION, most=10_000, types=FORM, pace=Pace.PAGES, pages=True)
PORTAL = "/organisation"

DOORS = {
    "/healthz": HEALTH,
    "/readyz": HEALTH,
    "/metrics": Door(Guard.OPERATOR),
    "/telegram/updates": Door(Guard.SIGNED, most=1_000_000, types=JSON),
    "/notices/wechat": NOTICE,
    "/notices/alipay": NOTICE,
    "/verify": Door(Guard.PUBLIC, most=12_000_000, types=FORM + UPLOAD, pace=Pace.CHECKS, pages=True, camera=True),
    "/api/verify": Door(Guard.PUBLIC, most=12_000_000, types=FORM + UPLOAD + JSON, pace=Pace.CHECKS),
    "/keys": Door(Guard.PUBLIC, pace=Pace.CHECKS, kept=300),
    PORTAL: Door(Guard.PUBLIC, pace=Pace.PAGES, pages=True),
    f"{PORTAL}/assets": Door(Guard.PUBLIC, pace=Pace.PAGES, kept=3600),
    f"{PORTAL}/language": Door(Guard.PUBLIC, pace=Pace.PAGES, pages=True),
    f"{PORTAL}/sign-in": Door(Guard.PUBLIC, most=10_000, types=FORM, pace=Pace.SIGN_IN, pages=True),
    f"{PORTAL}/sign-out": WRITING,
    f"{PORTAL}/choose": WRITING,
    f"{PORTAL}/browsers": READING,
    f"{PORTAL}/browsers/{{browser:uuid}}/end": WRITING,
    f"{PORTAL}/cars": READING,
    f"{PORTAL}/cars.csv": READING,
    f"{PORTAL}/cars/{{car:uuid}}": READING,
    f"{PORTAL}/cars/{{car:uuid}}/codes": WRITING,
    f"{PORTAL}/cars/{{car:uuid}}/codes/{{code:uuid}}": READING,
    f"{PORTAL}/cars/{{car:uuid}}/codes/{{code:uuid}}/cancel": WRITING,
    f"{PORTAL}/cars/{{car:uuid}}/filings/{{filing:uuid}}/unbind": WRITING,
    f"{PORTAL}/members": READING,
    f"{PORTAL}/members/invite": WRITING,
    f"{PORTAL}/members/withdraw": WRITING,
    f"{PORTAL}/members/{{member:uuid}}/remove": WRITING,
    f"{PORTAL}/members/{{member:uuid}}/hand-over": WRITING,
}


class Doors:
    """The doors of one application, found by path."""

    def __init__(self, routes: Iterable[BaseRoute]) -> None:
        self._plain: dict[str, Door] = {}
        self._patterns: list[tuple[re.Pattern[str], Door]] = []
        for route in routes:
            if isinstance(route, Route | Mount):
                self._hang(route)

    def of(self, path: str) -> Door | None:
        """Return the door at this path, None where no route of ours begins."""
        plain = self._plain.get(path)
        if plain is not None:
            return plain
        return next((door for pattern, door in self._patterns if pattern.match(path)), None)

    def _hang(self, route: Route | Mount) -> None:
        door = DOORS.get(route.path, STRANGE)
        if isinstance(route, Mount) or "{" in route.path:
            self._patterns.append((route.path_regex, door))
        else:
            self._plain[route.path] = door
