"""Cards of personal data: the page, the export, sign-out, deletion."""

from collections.abc import Mapping, Sequence

from sqlmodel import Session

from bot.card import Attachment, Button, ButtonStyle, Card, CardButton, Whose, column
from bot.cards.menu import Command
from bot.cards.navigation import go, sentence
from bot.services.identity.consents import REVOCABLE
from bot.services.privacy.data_requests import Consequences
from bot.services.values import masking
from bot.texts import Texts
from storage.identity import consents
from storage.identity.accounts import Account
from storage.identity.consents import Consent, ConsentText
from storage.register.people import Person
from storage.review.identity_cases import IdentityCase

EXPORT = Button("my-export", str, whose=Whose.NO_ROW)
FACE = Button("face-revoke", str, whose=Whose.NO_ROW)  # Only in messages of version 0.1.0.
REVOKE = Button("revoke-text", ConsentText, whose=Whose.NO_ROW)
REVOKE_NOW = Button("revoke-now", ConsentText, whose=Whose.NO_ROW, style=ButtonStyle.DANGER)
SIGN_OUT = Button("sign-out", str, whose=Whose.NO_ROW)
SIGN_OUT_NOW = Button("sign-out-now", str, whose=Whose.NO_ROW)
DELETE = Button("my-delete", str, whose=Whose.NO_ROW)
RESEND = Button("my-code", str, in_step=True)
DELETE_DRAFT = Button("my-draft", str, whose=Whose.NO_ROW)
GO_ON = Button("go-on", str, in_step=True, style=ButtonStyle.DANGER)
COMMANDS = (Command("privacy", 220, registered=True, guests=True),)

MAX_OTHERS = 8

guest = sentence("privacy-guest", "start", "menu")
draft_deleted = sentence("privacy-draft-deleted", "start", "menu")
ask_word = sentence("privacy-delete-word")
deleted = sentence("privacy-deleted", "start")


def revoked(texts: Texts, *, ended: IdentityCase | None = None) -> Card:
    """The consent is revoked. ended: the identity case that rested on it."""
    lines = [texts("consent-revoked")] + ([texts("identity-withdrawn", number=ended.reference)] if ended else [])
    return Card("\n".join(lines), ((go("privacy", texts), go("menu", texts)),))


def guest_with_draft(texts: Texts, *, name: str, id_number: str, phone: str) -> Card:
    """Show a guest what they have typed so far, masked, and offer to delete it. An empty value was not typed yet."""
    known = {"name": name and masking.name(name), "number": id_number and masking.id_number(id_number)}
    known["phone"] = phone and masking.phone(phone)
    lines = [texts(f"privacy-draft-{what}", value=value) for what, value in known.items() if value]
    text = "\n".join([texts("privacy-guest-draft"), *lines, texts("privacy-draft-until")])
    delete = column(DELETE_DRAFT.on(texts.plain("privacy-draft-delete"), ""))
    return Card(text, (*delete, (go("start", texts), go("menu", texts))))


def guest_with_cases(texts: Texts, cases: Sequence[IdentityCase], *, days: int) -> Card:
    """Show a guest what their identity cases say of them, masked, and offer to withdraw and delete it."""
    lines = [texts("privacy-guest-cases")]
    for each in cases:
        known = {"name": each.name and masking.name(each.name), "phone": each.phone and masking.phone(each.phone)}
        known["number"] = each.id_number and masking.id_number(each.id_number)
        lines.append(texts("privacy-guest-case", number=each.reference, at=each.opened_at))
        lines += [
            texts(f"privacy-draft-{what}", value=known[what]) for what in ("name", "number", "phone") if known[what]
        ]
    text = "\n".join([*lines, texts("privacy-guest-cases-until", days=days)])
    delete = column(DELETE_DRAFT.on(texts.plain("privacy-guest-cases-delete"), ""))
    return Card(text, (*delete, (go("identity", texts), go("menu", texts))))


def page(session: Session, account: Account, person: Person, texts: Texts) -> Card:
    """Show what is stored, masked, the consents with their dates, and what can be done."""
    given = consents.of_person(session, person.id)
    lines = ["", texts("privacy-agreements"), *(_consent(one, texts) for one in given)] if given else []
    text = "\n".join([_kept(account, person, texts), *lines])
    active = consents.active_versions(session, person.id)
    return Card(text, column(*_actions(texts, [kind for kind in REVOCABLE if kind in active])))


def revoking(texts: Texts, kind: ConsentText, *, days: int) -> Card:
    """Say what revoking a consent means, and ask for confirmation."""
    text = texts(f"consent-revoking-{_key(kind)}", days=days)
    return Card(text, (*column(REVOKE_NOW.on(texts.plain("consent-revoke-now"), kind)), (go("privacy", texts),)))


def ask_code(texts: Texts, *, phone: str, minutes: int) -> Card:
    """Ask for the code sent to the person's phone number (E.164), with the way for who has another number now."""
    text = texts("privacy-code", phone=masking.phone(phone), minutes=minutes)
    return Card(text, (*column(RESEND.on(texts.plain("privacy-code-again"), "")), (go("identity", texts),)))


def exported(texts: Texts, attachment: Attachment) -> Card:
    """Show the exported file."""
    return Card(texts("privacy-exported"), attachments=(attachment,))


def sign_out(texts: Texts, *, can_unlock: bool) -> Card:
    """Explain the sign-out, and ask for confirmation. can_unlock: whether there is a phone number for the code."""
    text, out = texts("privacy-sign-out"), SIGN_OUT_NOW.on(texts.plain("privacy-sign-out-now"), "")
    if can_unlock:
        return Card(text, ((out,), (go("privacy", texts),)))
    return Card(
        f"{text}\n\n{texts('privacy-sign-out-no-phone')}", ((go("identity", texts),), (out,), (go("privacy", texts),))
    )


def warning(texts: Texts, ends: Consequences, others: Sequence[Mapping[str, str]]) -> Card:
    """Show what the deletion ends, what stays, and why; others (facts of filings) can be ended first."""
    counts = {"active": ends.active_filings, "open": ends.open_applications, "days": ends.limit_days}
    organisations = [texts("privacy-delete-administers", name=each) for each in ends.administered]
    text = "\n".join([texts("privacy-delete-warning", **counts), *organisations])
    first = [go("organisation", texts)] if organisations else []
    go_on = column(*first, GO_ON.on(texts.plain("privacy-delete-go-on"), ""))
    if not others:
        return Card(text, go_on)
    lines = [texts("privacy-delete-others", count=len(others))]
    lines += [texts("privacy-delete-other", **each) for each in others[:MAX_OTHERS]]
    return Card("\n".join([text, "", *lines]), ((go("approvals", texts),), *go_on))


def _kept(account: Account, person: Person, texts: Texts) -> str:
    return texts(
        "privacy",
        name=masking.name(person.name),
        number=masking.id_number(person.id_number),
        phone=masking.phone(person.phone),
        licence=person.licence_class or "–",
        known="yes" if person.registered else "no",
        verified="yes" if person.verified_at else "no",
        since=account.registered_at,
    )


def _consent(one: Consent, texts: Texts) -> str:
    what, revoked = texts.plain(f"agreed-{_key(one.kind)}"), one.revoked_at
    if revoked is not None:
        return texts("privacy-agreement-revoked", what=what, version=one.version, at=one.agreed_at, revoked=revoked)
    return texts("privacy-agreement", what=what, version=one.version, at=one.agreed_at)


def _key(kind: ConsentText) -> str:
    return kind.value.replace("_", "-")


def _actions(texts: Texts, revocable: list[ConsentText]) -> list[CardButton]:
    buttons = [EXPORT.on(texts.plain("privacy-export"), "")]
    buttons += [REVOKE.on(texts.plain(f"consent-revoke-{_key(kind)}"), kind) for kind in revocable]
    buttons.append(SIGN_OUT.on(texts.plain("privacy-sign-out-button"), ""))
    buttons.append(DELETE.on(texts.plain("privacy-delete"), ""))
    return buttons
