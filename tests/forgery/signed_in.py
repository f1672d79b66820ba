"""Forged requests to the portal by signed-in users: other organisations' data, wrong CSRF tokens, invalid requests."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from ipaddress import IPv4Address, IPv4Network
from random import Random
from uuid import UUID

from sqlmodel import Session, col, select

from storage.organisations import sign_in_codes
from storage.organisations.organisations import OrganisationMember
from tests.forgery import snapshots
from tests.forgery.running import Result
from tests.forgery.scene import Scene
from tests.forgery.web import REFUSED, WebRequest
from tests.stories import cast
from tests.stories.cast import Citizen
from tests.web.visitor import Visitor

OTHER_COMPANY = "91450100MADEMQC017"


@dataclass
class SignedIn:
    """Two signed-in browsers: of the administrator of the scene's organisation, and of another organisation's.

    others: ids of rows that are not the administrator's own membership; addresses: a new one for each request, as there
    are limits for each.
    """

    scene: Scene
    own: Visitor
    other: Visitor
    csrf: str
    other_csrf: str
    others: list[UUID]
    visitor: Visitor
    addresses: Iterator[IPv4Address] = field(default_factory=lambda: IPv4Network("10.0.0.0/8").hosts())

    @classmethod
    def create(cls, scene: Scene) -> "SignedIn":
        """Create the other organisation and sign both administrators in."""
        cast.organisation(scene.app, scene.friend, "另一公司", OTHER_COMPANY, "+8613800000095")
        own, other = _browser(scene, scene.administrator, "ABCDE23456"), _browser(scene, scene.friend, "EFGHJ67892")
        return cls(scene, own, other, _csrf_of(own), _csrf_of(other), _rows_of_others(scene), Visitor(scene.app))

    def asks(self, request: "Request") -> tuple[int, str]:
        """Send a request with the cookies of one of the two browsers. Returns status and page."""
        whose = self.other if request.by_other else self.own
        browser = self.visitor
        browser.comes_from(str(next(self.addresses)))
        browser.client.cookies = whose.client.cookies
        method, path, more = request.ask
        return browser.asks(method, path, **more), browser.page


@dataclass(frozen=True)
class Request:
    """A request and whether the other organisation's administrator sends it."""

    ask: WebRequest
    by_other: bool = False


def nothing(browsers: SignedIn) -> None:
    """Prepare nothing."""


@dataclass(frozen=True)
class SignedInKind:
    """One class of requests by a signed-in user; prepare: changes what they may do after they signed in."""

    name: str
    make: Callable[[SignedIn, Random], Request]
    prepare: Callable[[SignedIn], None] = nothing


def run(browsers: SignedIn, kind: SignedInKind, count: int, seed: int) -> Result:
    """Send `count` requests of a class, and compare the database before and after."""
    scene, random, result = browsers.scene, Random(f"{kind.name}|{seed}"), Result(kind.name, count)
    kind.prepare(browsers)
    before, entry = snapshots.take(scene.app.database), scene.last_ids()[1]
    for _ in range(count):
        request = kind.make(browsers, random)
        status, page = browsers.asks(request)
        result.reasons[str(status)] += 1
        if status not in REFUSED:
            result.accepted.append(f"{request.ask[0]} {request.ask[1][:70]} was answered {status}")
        result.accepted += [f"shown another person's data: {secret}" for secret in scene.secrets if secret in page]
    scene.feed([])
    result.accepted += snapshots.changes(before, snapshots.take(scene.app.database))
    result.accepted += ["something left the desk"] if scene.outgoing(entry) else []
    return result


def _browser(scene: Scene, citizen: Citizen, code: str) -> Visitor:
    def action(session: Session) -> None:
        until = scene.app.now + timedelta(minutes=5)
        sign_in_codes.new(session, citizen.account.id, code, at=scene.app.now, until=until)

    scene.app.write(action)
    visitor = Visitor(scene.app)
    assert visitor.signs_in(f"{code[:4]}-{code[4:]}") == 200, visitor.page
    return visitor


def _rows_of_others(scene: Scene) -> list[UUID]:
    """Return all rows but the administrator's own membership, which may be named: the page then gives the reason."""
    question = select(OrganisationMember.id).where(col(OrganisationMember.person_id) == scene.administrator.person_id)
    own = set(scene.app.read(lambda session: session.exec(question).all()))
    return [row for row in scene.subjects if row not in own]


def _csrf_of(visitor: Visitor) -> str:
    """Return the CSRF token of a browser's forms."""
    assert visitor.opens("/organisation/members") == 200
    assert visitor.csrf()
    return visitor.csrf()


def _permitted_path(browsers: SignedIn, random: Random) -> str:
    """Return the path of an action that the administrator may take."""
    car, other = browsers.scene.fleet_car.id, random.choice(browsers.scene.subjects)
    paths = (f"cars/{car}/codes", "members/invite", "members/withdraw", "sign-out", f"browsers/{other}/end", "choose")
    return f"/organisation/{random.choice(paths)}"


def of_another(browsers: SignedIn, random: Random) -> Request:
    """Cars, filings, codes and members of another organisation or of none, with a valid CSRF token."""
    scene, other = browsers.scene, random.choice(browsers.others)
    car = random.choice((scene.asked_car.id, scene.filed_car.id, scene.payers_car.id, scene.reviewed_car.id))
    if random.random() < 0.5:
        pages = (
            f"cars/{car}",
            f"cars/{car}/codes/{other}",
            f"cars/{scene.fleet_car.id}/codes/{other}",
            f"cars/{other}x",
        )
        return Request(("GET", f"/organisation/{random.choice(pages)}", {}))
    where = (
        f"cars/{car}/codes", f"cars/{car}/filings/{scene.filing.id}/unbind", f"members/{other}/remove",
        f"cars/{scene.fleet_car.id}/filings/{scene.filing.id}/unbind", f"members/{other}/hand-over",
        f"cars/{car}/codes/{other}/cancel", f"members/{scene.payer.person_id}/hand-over",
    )  # fmt: skip
    return Request(
        ("POST", f"/organisation/{random.choice(where)}", {"data": {"csrf": browsers.csrf, "surely": "yes"}})
    )


def wrong_csrf(browsers: SignedIn, random: Random) -> Request:
    """A permitted form without a CSRF token, or with the token of another session."""
    tokens = ("", "x", browsers.other_csrf, browsers.csrf[:-1], browsers.csrf.swapcase(), "\x00", "x" * 5_000)
    data = random.choice(({}, {"csrf": random.choice(tokens)}, {"CSRF": browsers.csrf}, {"csrf ": browsers.csrf}))
    return Request(("POST", _permitted_path(browsers, random), {"data": data or {"a": "b"}}))


def other_session(browsers: SignedIn, random: Random) -> Request:
    """The organisation's own cars and forms, from the browser of another organisation's administrator."""
    scene, other = browsers.scene, random.choice(browsers.scene.subjects)
    if random.random() < 0.4:
        paths = (f"cars/{scene.fleet_car.id}", f"cars/{scene.fleet_car.id}/codes/{other}")
        return Request(("GET", f"/organisation/{random.choice(paths)}", {}), by_other=True)
    csrf = random.choice((browsers.csrf, browsers.other_csrf))
    path = f"/organisation/cars/{scene.fleet_car.id}/codes"
    return Request(("POST", path, {"data": {"csrf": csrf}}), by_other=True)


def invalid_request(browsers: SignedIn, random: Random) -> Request:
    """A permitted action with another method, type, size, host or origin."""
    path, data = _permitted_path(browsers, random), {"csrf": browsers.csrf}
    foreign = random.choice(("https://evil.example", "null", "http://127.0.0.1:9"))
    asks: tuple[WebRequest, ...] = (
        (random.choice(("PUT", "DELETE", "PATCH", "TRACE", "BREW")), path, {}),
        ("POST", path, {"json": data}),
        ("POST", path, {"content": b"csrf=x", "headers": {"Content-Type": "text/plain"}}),
        ("POST", path, {"data": {**data, "x": "a" * 1_100_000}}),
        (
            "POST",
            path,
            {"data": data, "headers": {"Host": random.choice(("evil.example", "127.0.0.1:80@evil.example"))}},
        ),
        ("POST", path, {"data": data, "headers": {"Origin": foreign}}),
        ("POST", path, {"data": data, "headers": {"Sec-Fetch-Site": random.choice(("cross-site", "same-site"))}}),
        ("POST", path, {"data": data, "headers": {"Content-Length": "x"}}),
    )
    return Request(random.choice(asks))


KINDS = (
    SignedInKind("portal, signed in: other organisations' data", of_another),
    SignedInKind("portal, signed in: wrong CSRF tokens", wrong_csrf),
    SignedInKind("portal, signed in: another session", other_session),
    SignedInKind("portal, signed in: invalid requests", invalid_request),
)
