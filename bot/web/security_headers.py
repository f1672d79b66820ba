"""Security headers of every response: Content-Security-Policy (CSP), HSTS, framing, referrer, permissions, caching."""

from collections.abc import Iterator

from bot.web.route_policies import RoutePolicy

YEAR = 31_536_000
# Telegram's web clients, which show a Mini App in a frame.
TELEGRAM_CLIENTS = " ".join(f"https://{name}.telegram.org" for name in ("web", "weba", "webk", "webz"))


def security_headers(policy: RoutePolicy, *, https: bool, local: bool = False) -> Iterator[tuple[str, str]]:
    """Return names and values.

    https: whether people reach the desk by https, which allows HSTS. local: with the local Telegram, whose page has the
    desk's origin.
    """
    ancestors = "'none'" if not policy.framed else "'self'" if local else TELEGRAM_CLIENTS
    blob = " blob:" if policy.camera else ""
    directives = {
        "default-src": "'none'",
        "script-src": "'self'",
        "style-src": "'self'",
        "img-src": f"'self' data:{blob}",
        "media-src": f"'self'{blob}",
        "font-src": "'self'",
        "connect-src": "'self'",
        "form-action": "'self'",
        "base-uri": "'none'",
        "frame-ancestors": ancestors,
    }
    yield "Content-Security-Policy", "; ".join(f"{name} {value}" for name, value in directives.items())
    yield "X-Content-Type-Options", "nosniff"
    if not policy.framed:
        yield "X-Frame-Options", "DENY"
    yield "Referrer-Policy", "same-origin"
    yield "Permissions-Policy", f"camera=({'self' if policy.camera else ''}), microphone=(), geolocation=()"
    yield "Cross-Origin-Opener-Policy", "same-origin"
    yield "Cross-Origin-Resource-Policy", "same-origin"
    yield "Cache-Control", f"public, max-age={policy.max_age}" if policy.max_age else "no-store"
    if https:
        yield "Strict-Transport-Security", f"max-age={YEAR}"
