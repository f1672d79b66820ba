"""Forged requests by somebody who is signed in: others' cars, forms of other sessions, and shapes no form has."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from random import Random
from uuid import UUID

from sqlmodel import Session, col, select

from storage.organisations import sign_in_codes
from storage.organisations.organisations import OrganisationMember
from tests.forgery import store
from tests.forgery.running import Result
from tests.forgery.scene import Scene
from tests.forgery.web import REFUSED, Ask
from tests.stories import cast
from tests.stories.cast import Citizen
from tests.web.visitor import Visitor

OTHER_COMPANY = "91450100MADEMQC017"


@dataclass
class Inside:
    """Two browsers: the administrator's of the scene's organisation, and another organisation's administrator's."""

    scene: Scene
    own: Visitor
    other: Visitor
    csrf: str
    other_csrf: str
    others: list[UUID]
    """Rows that are not the administrator's own."""

    @classmethod
    def beside(cls, scene: Scene) -> "Inside":
        """Sign both in."""
        cast.organisation(scene.app, scene.friend, "另一公司", OTHER_COMPANY, "+8613800000095")
        own, other = _browser(scene, scene.chief, "ABCD2345"), _browser(scene, scene.friend, "EFGH6789")
        return cls(scene, own, other, _form_of(own), _form_of(other), _not_his(scene))

    def asks(self, request: "Request") -> tuple[int, str]:
        """Send a request from a browser of its own with the cookies of one of the two. Status and words."""
        whose = self.other if request.by_other else self.own
        browser = Visitor(self.scene.app)
        browser.client.cookies = whose.client.cookies
        method, path, more = request.ask
        return browser.asks(method, path, **more), browser.page


@dataclass(frozen=True)
class Request:
    """What is sent, and by whom."""

    ask: Ask
    by_other: bool = False


@dataclass(frozen=True)
class InsideKind:
    """One class of requests of somebody signed in."""

    name: str
    make: Callable[[Inside, Random], Request]


def throw(inside: Inside, kind: InsideKind, count: int, seed: int) -> Result:
    """Send so many requests of a class, and compare the store before and after."""
    scene, random, result = inside.scene, Random(f"{kind.name}|{seed}"), Result(kind.name, count)
    before, entry = store.picture(scene.app.database), scene.last_ids()[1]
    for _ in range(count):
        request = kind.make(inside, random)
        status, page = inside.asks(request)
        result.reasons[str(status)] += 1
        if status not in REFUSED:
            result.accepted.append(f"{request.ask[0]} {request.ask[1][:70]} was answered {status}")
        result.accepted += [f"told what is not his: {secret}" for secret in scene.secrets if secret in page]
    scene.feed([])
    result.accepted += store.changes(before, store.picture(scene.app.database))
    result.accepted += ["something left the desk"] if scene.outgoing(entry) else []
    return result


def _browser(scene: Scene, citizen: Citizen, code: str) -> Visitor:
    def deed(session: Session) -> None:
        until = scene.app.now + timedelta(minutes=5)
        sign_in_codes.new(session, citizen.account.id, code, at=scene.app.now, until=until)

    scene.app.write(deed)
    visitor = Visitor(scene.app)
    assert visitor.signs_in(f"{code[:4]}-{code[4:]}") == 200, visitor.page
    return visitor


def _not_his(scene: Scene) -> list[UUID]:
    """Every row but his own seat, which he may name: he is told why he cannot give it to himself."""
    question = select(OrganisationMember.id).where(col(OrganisationMember.person_id) == scene.chief.person_id)
    his = set(scene.app.look(lambda session: session.exec(question).all()))
    return [row for row in scene.subjects if row not in his]


def _form_of(visitor: Visitor) -> str:
    """What the forms of a browser carry."""
    assert visitor.opens("/organisation/members") == 200
    assert visitor.csrf()
    return visitor.csrf()


def _deed(inside: Inside, random: Random) -> str:
    """The address of something the administrator himself could do."""
    car, other = inside.scene.fleet_car.id, random.choice(inside.scene.subjects)
    deeds = (f"cars/{car}/codes", "members/invite", "members/withdraw", "sign-out", f"browsers/{other}/end", "choose")
    return f"/organisation/{random.choice(deeds)}"


def of_another(inside: Inside, random: Random) -> Request:
    """Cars, filings, codes and members of another organisation, or of nobody, with a form of his own."""
    scene, other = inside.scene, random.choice(inside.others)
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
    return Request(("POST", f"/organisation/{random.choice(where)}", {"data": {"csrf": inside.csrf, "surely": "yes"}}))


def other_form(inside: Inside, random: Random) -> Request:
    """A form of his own pages without its mark, or with that of another's session."""
    marks = ("", "x", inside.other_csrf, inside.csrf[:-1], inside.csrf.swapcase(), "\x00", "x" * 5_000)
    data = random.choice(({}, {"csrf": random.choice(marks)}, {"CSRF": inside.csrf}, {"csrf ": inside.csrf}))
    return Request(("POST", _deed(inside, random), {"data": data or {"a": "b"}}))


def other_session(inside: Inside, random: Random) -> Request:
    """The administrator's own cars and forms, by the browser of another organisation's."""
    scene, other = inside.scene, random.choice(inside.scene.subjects)
    if random.random() < 0.4:
        paths = (f"cars/{scene.fleet_car.id}", f"cars/{scene.fleet_car.id}/codes/{other}")
        return Request(("GET", f"/organisation/{random.choice(paths)}", {}), by_other=True)
    csrf = random.choice((inside.csrf, inside.other_csrf))
    path = f"/organisation/cars/{scene.fleet_car.id}/codes"
    return Request(("POST", path, {"data": {"csrf": csrf}}), by_other=True)


def other_shape(inside: Inside, random: Random) -> Request:
    """His own deed with another method, type, size, host or origin."""
    path, data = _deed(inside, random), {"csrf": inside.csrf}
    foreign = random.choice(("https://evil.example", "null", "http://127.0.0.1:9"))
    asks: tuple[Ask, ...] = (
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
    InsideKind("portal, signed in: what is another's", of_another),
    InsideKind("portal, signed in: forms without their mark", other_form),
    InsideKind("portal, signed in: by another's browser", other_session),
    InsideKind("portal, signed in: other shapes", other_shape),
)
