"""The paths of the staff's page, below `/staff`: its pages with the acts of each, and its photos."""

from collections.abc import Mapping

PROPOSALS = ("rule-proposals", "role-proposals", "imports", "withdrawals", "revocations", "client-proposals")
CASES, IDENTITY, OBJECTION = "cases/{review:uuid}", "identity/{case:uuid}", "objections/{objection:uuid}"

# Each page, and its acts: the paths of the forms below it.
PAGES: Mapping[str, tuple[str, ...]] = {
    "browsers": ("{browser:uuid}/end",),
    "inbox": (),
    CASES: ("take", "release", "pass", "return", "false"),
    IDENTITY: ("take", "release", "approve", "reject"),
    f"{IDENTITY}/reading": (),
    OBJECTION: ("uphold", "reject"),
    "blacklist": ("case",),
    "blacklist/{entry:uuid}": ("confirm", "reject", "lift", "uphold"),
    "look-up": ("vehicle", "person", "verification", "phone", "birth-date"),
    "money": ("compare", "ledger"),
    "money/closing": ("close", "without-bill", "compare"),
    "refunds/{refund:uuid}": ("approve", "paid-back", "paid-back/confirm"),
    "differences/{difference:uuid}": ("resolve", "due-again"),
    "certificates": ("check", "revoke", "{vehicle:uuid}/issue"),
    "papers/{copy:uuid}": ("next", "void"),
    "figures": (),
    "rules": (),
    "rules/{name}": ("propose",),
    **dict.fromkeys((f"{kind}/{{proposal:uuid}}" for kind in PROPOSALS), ("confirm", "refuse")),
    "members": ("invite",),
    "members/{member:uuid}": ("roles", "end", "verify", "verify/same", "verify/other"),
    "clients": ("propose",),
    "clients/{client:uuid}": ("revoke",),
    "imports": ("check",),
    "audit": ("verify",),
    "second-factor": ("begin", "confirm"),
}
# Acts of no page of their own.
ACTS = (
    "sign-out",
    "work/{item:uuid}/take",
    "work/{item:uuid}/give-back",
    "cases/next",
    "client-proposals/{proposal:uuid}/key",
)
# A page whose form is sent to itself.
PAGES_AND_ACTS = ("work/{item:uuid}/hand-over",)
PHOTOS = tuple(f"{page}/photos/{{slot}}" for page in (CASES, IDENTITY, OBJECTION))


def acts() -> tuple[str, ...]:
    """Return the paths of all forms."""
    return (*ACTS, *(f"{page}/{act}" for page, found in PAGES.items() for act in found))
