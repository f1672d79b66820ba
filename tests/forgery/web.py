"""Forged web requests: the Telegram webhook without its secret, the portal without a session or with a forged one."""

from collections.abc import Callable
from dataclasses import dataclass
from random import Random
from typing import Any

import orjson

from bot.web.access import SECRET_TOKEN_HEADER
from bot.web.telegram_webhook import PATH
from tests.forgery import snapshots
from tests.forgery.running import Result
from tests.forgery.scene import Scene
from tests.forgery.updates import message
from tests.web.visitor import Visitor

SECRET = "a-secret-of_the-webhook"
REFUSED = (303, 307, 400, 403, 404, 405, 411, 413, 414, 415, 421, 422, 429, 431)
WebRequest = tuple[str, str, dict[str, Any]]


@dataclass(frozen=True)
class WebKind:
    """One class of requests; allowed: the statuses with which the desk may answer."""

    name: str
    make: Callable[[Scene, Random], WebRequest]
    allowed: tuple[int, ...] = REFUSED


def run(scene: Scene, kind: WebKind, count: int, seed: int) -> Result:
    """Send `count` requests of a class, and compare the database before and after."""
    random, result = Random(f"{kind.name}|{seed}"), Result(kind.name, count)
    visitor = Visitor(scene.app, webhook_secret=SECRET)
    before, entry = snapshots.take(scene.app.database), scene.last_ids()[1]
    for number in range(count):
        if number % 10 == 0:  # Attempts are limited per address; a new application starts with a fresh limit.
            visitor = Visitor(scene.app, webhook_secret=SECRET)
        method, path, more = kind.make(scene, random)
        visitor.client.cookies.clear()
        status = visitor.asks(method, path, **more)
        result.reasons[str(status)] += 1
        if status not in kind.allowed:
            result.accepted.append(f"{method} {path[:60]} was answered {status}")
        result.accepted += [
            f"shown another person's data: {secret}" for secret in scene.secrets if secret in visitor.page
        ]
    scene.feed([])
    result.accepted += snapshots.changes(before, snapshots.take(scene.app.database))
    result.accepted += ["something left the desk"] if scene.outgoing(entry) else []
    return result


def _update(scene: Scene, random: Random) -> bytes:
    return orjson.dumps(message(scene.owner.id, f"/approve {random.choice(scene.applications).number}"))


def wrong_secret(scene: Scene, random: Random) -> WebRequest:
    """A valid update with a wrong secret."""
    odd = random.choice((SECRET[:-1], SECRET + "x", SECRET.upper(), "", "x" * 300, "null", "a-secret-of_the-webhooK"))
    headers = {"Content-Type": "application/json", SECRET_TOKEN_HEADER: odd}
    return "POST", PATH, {"content": _update(scene, random), "headers": headers}


def no_secret(scene: Scene, random: Random) -> WebRequest:
    """A valid update without the secret, or with the secret in the wrong place."""
    headers = {"Content-Type": "application/json"}
    path = random.choice((PATH, f"{PATH}?secret={SECRET}", f"{PATH}?{SECRET_TOKEN_HEADER}={SECRET}"))
    return "POST", path, {"content": _update(scene, random), "headers": headers}


def wrong_path(scene: Scene, random: Random) -> WebRequest:
    """The right secret at another path, or with another method."""
    paths = (f"{PATH}/", "/telegram", f"/{PATH}", "/telegram/../telegram/updates/x", "/telegram/updates%00", "/updates")
    headers = {"Content-Type": "application/json", SECRET_TOKEN_HEADER: SECRET}
    if random.random() < 0.3:
        return random.choice(("GET", "PUT", "DELETE", "PATCH", "TRACE")), PATH, {"headers": headers}
    return "POST", random.choice(paths), {"content": _update(scene, random), "headers": headers}


def no_update(scene: Scene, random: Random) -> WebRequest:
    """The right secret and a body that is not an update: nested too deep, too large, truncated, of another type."""
    bodies = (
        b"", b"{", b"[]", b"7", b'{"update_id":"7"}', b'{"update_id":true}', b'{"update_id":1.5}', b"\xff\xfe",
        b"[" * 100_000, b'{"a":' * 50_000, b'{"update_id":7,"x":"' + b"a" * 1_100_000 + b'"}', b'{"update_id":null}',
        _update(scene, random)[:-5],
    )  # fmt: skip
    headers = {"Content-Type": "application/json", SECRET_TOKEN_HEADER: SECRET}
    return "POST", PATH, {"content": random.choice(bodies), "headers": headers}


def other_type(scene: Scene, random: Random) -> WebRequest:
    """A content type that the webhook does not accept."""
    kind = random.choice(("text/plain", "application/x-www-form-urlencoded", "multipart/form-data", "text/html", ""))
    return (
        "POST",
        PATH,
        {"content": _update(scene, random), "headers": {"Content-Type": kind, SECRET_TOKEN_HEADER: SECRET}},
    )


def other_host(scene: Scene, random: Random) -> WebRequest:
    """A Host header that is not the desk's."""
    host = random.choice(("evil.example", "127.0.0.1.evil.example", "localhost.evil.example", "chezhu.example"))
    return "GET", random.choice(("/organisation", "/organisation/cars", PATH)), {"headers": {"Host": host}}


def _portal(scene: Scene, random: Random) -> tuple[str, str]:
    car, other = scene.fleet_car.id, random.choice(scene.subjects)
    reading = ("cars", "cars.csv", f"cars/{car}", f"cars/{car}/codes/{other}", "members", "browsers", f"cars/{other}")
    writing = (
        f"cars/{car}/codes", f"cars/{car}/codes/{other}/cancel",
        f"cars/{scene.filed_car.id}/filings/{scene.filing.id}/unbind", "members/invite", "members/withdraw",
        f"members/{other}/remove", f"members/{other}/hand-over", "choose", "sign-out",
        f"browsers/{other}/end",
    )  # fmt: skip
    method = random.choice(("GET", "POST"))
    return method, f"/organisation/{random.choice(reading if method == 'GET' else writing)}"


def no_session(scene: Scene, random: Random) -> WebRequest:
    """Every page of the portal without a session."""
    method, path = _portal(scene, random)
    return method, path, {"data": {"csrf": "x"}} if method == "POST" else {}


def forged_session(scene: Scene, random: Random) -> WebRequest:
    """Every page of the portal with a forged session cookie."""
    method, path = _portal(scene, random)
    token = random.choice(
        (random.randbytes(32).hex(), "", "x" * 5000, "null", "../../", random.choice(scene.subjects).hex)
    )
    more: dict[str, Any] = {"headers": {"Cookie": f"session={token}; __Host-session={token}"}}
    return method, path, more | ({"data": {"csrf": "x"}} if method == "POST" else {})


def guessed_code(scene: Scene, random: Random) -> WebRequest:
    """Guessed sign-in codes, and valid codes for other purposes."""
    guess = "".join(random.choice("23456789ABCDEFGHJKMNPQRSTUVWXYZ") for _ in range(8))
    code = random.choice(
        (guess, f"{guess[:4]}-{guess[4:]}", scene.invitation, scene.share, scene.short, scene.code, "")
    )
    return "POST", "/organisation/sign-in", {"data": {"csrf": "", "code": code}}


def foreign_origin(scene: Scene, random: Random) -> WebRequest:
    """A form sent from another site."""
    origin = random.choice(("https://evil.example", "null", "http://127.0.0.1:9999", "http://127.0.0.1.evil.example"))
    method, path = _portal(scene, random)
    del method
    return "POST", path, {"data": {"csrf": "x"}, "headers": {"Origin": origin, "Sec-Fetch-Site": "cross-site"}}


def path_traversal(scene: Scene, random: Random) -> WebRequest:
    """Paths that lead out of the assets' folder, and paths that do not exist."""
    odd = (
        "..%2f..%2f..%2fetc/passwd",
        "%2e%2e/%2e%2e/var/secret_key",
        "....//x",
        "x%00.css",
        "\\..\\x",
        "portal.css/x",
    )
    path = random.choice(
        (f"/organisation/assets/{random.choice(odd)}", "/.env", "/var/chezhu.db", "/admin", "/organisation/x")
    )
    return "GET", path, {}


def unsigned_payment_webhook(scene: Scene, random: Random) -> WebRequest:
    """A payment webhook event that no gateway signed."""
    order = f"CZ{random.randrange(10**12):012}"
    if random.random() < 0.5:
        form = {"out_trade_no": order, "trade_status": "TRADE_SUCCESS", "total_amount": "200.00", "sign": "x" * 32}
        return "POST", "/notices/alipay", {"data": form}
    body = {
        "id": "1",
        "event_type": "TRANSACTION.SUCCESS",
        "resource": {"ciphertext": "AAAA", "nonce": "1", "algorithm": "x"},
    }
    headers = {
        "Wechatpay-Signature": "AAAA",
        "Wechatpay-Serial": "1",
        "Wechatpay-Timestamp": "1",
        "Wechatpay-Nonce": "n",
    }
    return "POST", "/notices/wechat", {"json": body, "headers": headers}


WEB_KINDS = (
    WebKind("webhook: wrong secrets", wrong_secret),
    WebKind("webhook: no secret", no_secret),
    WebKind("webhook: wrong addresses and methods", wrong_path),
    WebKind("webhook: bodies that are not updates", no_update),
    WebKind("webhook: other content types", other_type),
    WebKind("web: other hosts", other_host),
    WebKind("web: forms of other sites", foreign_origin),
    WebKind("web: path traversal", path_traversal),
    WebKind("portal: no session", no_session),
    WebKind("portal: forged sessions", forged_session),
    WebKind("portal: sign-in codes guessed", guessed_code),
    WebKind("payment webhooks: no signature", unsigned_payment_webhook, (*REFUSED, 401)),
)
