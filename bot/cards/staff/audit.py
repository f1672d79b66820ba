"""Cards of /audit: a page of entries, and whether the hash chain is intact."""

import json

from sqlmodel import Session

from bot.card import Button, Card, PairButton, Whose
from bot.cards.menu import Command
from bot.cards.navigation import go, sentence
from bot.cards.notification import Reader, notification_about
from bot.services.staff.audit import SUBJECTS, AuditPage, AuditVerification
from bot.texts import Texts
from storage.audit import AuditEntry
from storage.audit_heads import AuditHead
from storage.audit_verification import AuditFaultKind
from storage.staff.members import StaffRole

OLDER = PairButton("audit-older", first_type=str, second_type=int, whose=Whose.STAFF_LIST)
VERIFY = Button("audit-verify", str, whose=Whose.STAFF_LIST)
COMMANDS = (Command("audit", 82, StaffRole.ADMIN),)

# The texts of faults that are no broken link.
FAULTS = {
    AuditFaultKind.KEY_MISSING.value: "audit-key-missing",
    AuditFaultKind.TAIL_MISSING.value: "audit-cut",
    AuditFaultKind.INSERTED.value: "audit-inserted",
    AuditFaultKind.OTHER_HEAD.value: "audit-other-head",
}

verifying = sentence("audit-verifying")


def page(found: AuditPage, texts: Texts) -> Card:
    """A page of entries: when, what, by whom."""
    title = texts("audit-page", about=found.about or texts.plain("audit-everything"))
    lines = [line(entry, found, texts) for entry in found.entries] or [texts("audit-nothing")]
    card = Card("\n".join([title, *lines, "", texts("audit-usage", things=" ".join(SUBJECTS))]))
    if found.more:
        last = found.entries[-1].id
        assert last is not None
        older = OLDER.on_pair(texts.plain("audit-older"), found.about, last)
        card = card.with_rows((older,))
    return card.with_rows((VERIFY.on(texts.plain("audit-verify"), ""), go("menu", texts)))


def verified(found: AuditVerification | None, texts: Texts) -> Card:
    """Whether the hash chain is intact; None: it could not be verified."""
    if found is None:
        return Card(texts("audit-not-verified"), ((VERIFY.on(texts.plain("audit-verify"), ""),),))
    key = "audit-whole" if found.broken is None else FAULTS.get(found.fault, "audit-broken")
    text = texts(key, links=found.links, number=found.broken or 0)
    return Card(text, ((go("audit", texts),),))


@notification_about("audit.head", AuditHead)
def head_given(_: Session, head: AuditHead, reader: Reader) -> Card | None:
    """To the admins, once a day: the head of the audit, to be kept outside the desk."""
    text = reader.texts("audit-head", day=head.day, number=head.position, hash=head.hash)
    return Card(text, ((go("audit", reader.texts),),))


def line(entry: AuditEntry, found: AuditPage, texts: Texts) -> str:
    """Return one entry: when, what, by whom, with the beginning of its details."""
    by = found.who.get(entry.by) if entry.by else texts.plain("audit-by-desk")
    who = by or texts.plain("audit-by-user", number=entry.by.hex[:6] if entry.by else "")
    details = {key: value for key, value in json.loads(entry.details).items() if value not in ("", None, [])}
    more = " ".join(f"{key}={value}" for key, value in details.items())[:80]
    return texts("audit-line", at=entry.at, action=entry.action, who=who, more=more, number=entry.id)
