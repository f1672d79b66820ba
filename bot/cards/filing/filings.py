"""Cards of filing: conditions, questions, the code, progress."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from uuid import UUID

from sqlmodel import Session

from bot import local_time
from bot.card import Button, ButtonStyle, Card, CardButton, CopyButton, LinkButton, Row, Whose, column, grid
from bot.cards import pages
from bot.cards.filing import applying_again, copying
from bot.cards.filing.filing_words import event_words, status_words
from bot.cards.menu import Command
from bot.cards.navigation import go, sentence
from bot.services.filing import step_cards
from bot.services.filing.last_used import UsedRelationship
from bot.services.filing.outcomes import WITHDRAWN_APPROVAL
from bot.services.identity import consents
from bot.services.identity.levels import level_of
from bot.services.values import masking, plates
from bot.services.values.plate_types import EXAMPLES, PlateType
from bot.texts import Texts
from storage.filing import filings
from storage.filing.filings import Filing, FilingStatus, Relationship
from storage.identity.consents import ConsentText
from storage.register.people import Person
from storage.register.vehicles import Vehicle
from storage.review import reviews

MAX_EXAMPLES = 2  # Plates named as examples.
TERMS = consents.VERSIONS[ConsentText.FILING]
BY_SMS = Button("by-sms", str, in_step=True)
BY_QR = Button("by-qr", str, in_step=True)
AGREED = Button("agreed", str, in_step=True)
LAST_CAR = Button("last-car", str, in_step=True)
TYPE = Button("type", str, in_step=True)
RELATION = Button("relation", str, in_step=True)
CONFIRM = Button("confirm", str, in_step=True, style=ButtonStyle.MAIN)
CHANGE = Button("change", str, in_step=True)
RESEND = Button("resend", str, in_step=True)
SUGGESTION = Button("suggestion", str, in_step=True)  # Says yes to what may be meant by a plate or engine number.
LAST = "last"  # Subject of RELATION: as in the last application.

ENTER_CODE = Button("code", UUID, whose=Whose.FILER)
CHECK = Button("check", UUID, whose=Whose.FILER)
WITHDRAW = Button("withdraw", UUID, whose=Whose.FILER)
SHOW = Button("filing", UUID, whose=Whose.FILER)
PAGE = Button("my-filings", int, whose=Whose.NO_ROW)
COMMANDS = (Command("file", 110, registered=True), Command("progress", 130, registered=True))

relationship_text = sentence("filing-ask-relationship-text")


def hints(
    texts: Texts,
    *,
    limits: dict[str, int],
    kinds: Mapping[str, str],
    by_qr_too: Sequence[str] = (),
    last: Vehicle | None = None,
) -> Card:
    """Show the conditions of filing, with the advice to agree with the owner first, and ask for code or plate.

    kinds: the plate types that can be filed, for texts; by_qr_too: what rules ask for in the QR way too; last: the
    vehicle of the last application.
    """
    ways = [BY_QR.on(texts.plain("filing-by-qr"), ""), BY_SMS.on(texts.plain("filing-by-sms"), "")]
    if last is not None:
        ways.insert(0, LAST_CAR.on(texts.plain("filing-last-car", plate=plates.display(last.plate)), ""))
    lines = [
        texts("filing-hints", version=TERMS, **limits, **kinds),
        *(texts(f"filing-hints-{what}") for what in by_qr_too),
        f"\n{texts('filing-reminder', minutes=limits['code_minutes'])}",
        f"\n{texts('filing-begin')}",
    ]
    return Card("\n".join(lines), column(*ways))


def reminder(texts: Texts, *, minutes: int) -> Card:
    """Remind who was left at this step by version 0.1.0 to agree with the owner; the hints say so now."""
    return Card(texts("filing-reminder", minutes=minutes), column(AGREED.on(texts.plain("filing-agreed"), "")))


def plate_types(texts: Texts, kinds: Sequence[PlateType]) -> Card:
    """Ask for the plate type, one of these."""
    buttons = [TYPE.on(texts.plain(f"plate-type-{kind.value}"), kind.value) for kind in kinds]
    return Card(texts("filing-ask-type"), column(*buttons))


def plate(texts: Texts, kinds: Sequence[PlateType]) -> Card:
    """Ask for the plate number, with an example of these plate types."""
    examples = texts.plain("filing-or").join(plates.display(EXAMPLES[kind]) for kind in kinds[:MAX_EXAMPLES])
    return Card(texts("filing-ask-plate", examples=examples))


def engine(texts: Texts, plate_number: str) -> Card:
    """Ask for the last six characters of the engine number."""
    return Card(texts("filing-ask-engine", plate=plates.display(plate_number)))


def relationships(texts: Texts, last: UsedRelationship | None) -> Card:
    """Ask for the relationship to the owner. last: of the last application."""
    return Card(texts("filing-ask-relationship"), relationship_rows(texts, last))


def relationship_rows(texts: Texts, last: UsedRelationship | None) -> tuple[Row, ...]:
    """Return a button for each relationship, the last one first, in a row of its own."""
    labels = {kind.value: texts.plain(f"relationship-{kind.value}") for kind in Relationship}
    first: tuple[Row, ...] = ()
    if last is not None:
        said = last.text or labels[last.kind.value]
        first = ((RELATION.on(texts.plain("filing-as-last", relationship=_capital(said)), LAST),),)
        labels = {value: label for value, label in labels.items() if last.text or value != last.kind.value}
    return (*first, *grid([RELATION.on(_capital(label), value) for value, label in labels.items()]))


def confirmation(texts: Texts, *, plate_type: str, plate_number: str, engine_six: str, relationship: str) -> Card:
    """Show what was entered; everything can be changed."""
    text = texts(
        "filing-confirm",
        kind=texts.plain(f"plate-type-{plate_type}"),
        plate=plates.display(plate_number),
        engine=engine_six,
        relationship=relationship,
        version=TERMS,
    )
    change = [
        CHANGE.on(texts.plain(f"filing-change-{what}"), what) for what in ("type", "plate", "engine", "relationship")
    ]
    return Card(text, (*column(CONFIRM.on(texts.plain("filing-send-code"), "")), *grid(change)))


def ask_code(
    texts: Texts, filing: Filing, *, owner_phone: str, is_sent: bool, minutes: int, for_owner: CopyButton
) -> Card:
    """Ask for the code that the owner passes on. is_sent: whether there is one that can still be typed.

    owner_phone: empty if there is none any more, and so no button for a code. Nothing tells the filer whether the owner
    has an account. for_owner: copies what the filer may write to the owner.
    """
    if not owner_phone:
        return in_step(Card(texts("filing-ask-no-phone", number=str(filing.number))), texts, filing)
    key = "filing-ask-code" if is_sent else "filing-ask-new-code"
    text = texts(key, number=str(filing.number), phone=masking.phone(owner_phone), minutes=minutes)
    return in_step(Card(text, ((for_owner,), (RESEND.on(texts.plain("filing-resend"), ""),))), texts, filing)


def agreed(texts: Texts, filing: Filing) -> Card:
    """Confirm the owner's approval; the face check is next."""
    text = texts("filing-code-passed", number=str(filing.number))
    return Card(text, ((check_button(texts, filing),),), about=step_cards.topic(filing))


def listing(session: Session, found: list[Filing], texts: Texts, *, requests: int, number: int = 1) -> Card:
    """Show a page of a person's applications, newest first. requests: how many are about their vehicles."""
    page = pages.page_of(found, number)
    buttons = [SHOW.on(texts.plain("progress-button", **facts(session, each, texts)), each.id) for each in page.items]
    text = pages.below(texts("progress-list" if found else "progress-none"), page, texts)
    others = [go("approvals", texts)] if requests else []
    text = f"{text}\n{texts('progress-requests', count=requests)}" if requests else text
    last = column(*others, go("menu" if found else "file", texts))
    return Card(text, (*column(*buttons), *pages.turning(page, PAGE.on, texts), *last))


def progress(session: Session, filing: Filing, texts: Texts, *, now: datetime) -> Card:
    """Show one application: its status, what is next, its timeline, and what can be done, until that is over."""
    lines = [texts("progress-title", **facts(session, filing, texts))]
    lines += [
        texts("progress-line", at=line.at, what=event_words(texts, line))
        for line in filings.timeline(session, filing.id)
        if (line.kind, line.note) != (FilingStatus.REFUSED, WITHDRAWN_APPROVAL)  # The line before says so.
    ]
    if filing.status in (FilingStatus.REFUSED, FilingStatus.RETURNED) and filing.return_reason:
        lines += [texts(f"progress-why-{reason}") for reason in filing.return_reason.split()]
    if filing.status is FilingStatus.RETURNED:
        last = reviews.last_decided(session, filing.id)
        lines += [texts("progress-reviewer-says", words=last.text)] if last and last.text else []
    lines.append(texts(f"progress-next-{filing.status.value.replace('_', '-')}"))
    lines += [texts(f"end-reason-{filing.end_reason.value.replace('_', '-')}")] if filing.end_reason else []
    if filing.term_until is not None and filing.status is FilingStatus.ACTIVE:
        lines.append(texts("progress-term", until=local_time.date_of(filing.term_until)))
    again = None
    if filing.status not in (*filings.OPEN_STATUSES, FilingStatus.ACTIVE):
        from_when, again = applying_again.offer(session, filing.filer_id, texts, now=now)
        lines += from_when
    about = step_cards.topic(filing) if filing.status in filings.OPEN_STATUSES else ""
    return Card(
        "\n".join(lines),
        (*column(*actions(texts, filing, again=again)), (copying.number(texts, filing), go("menu", texts))),
        about=about,
    )


def name_of(filer: Person, texts: Texts) -> str:
    """Return the masked name of a filer, or that they have deleted their account."""
    return masking.name(filer.name) if filer.name else texts.plain("filing-who-left")


def facts(session: Session, filing: Filing, texts: Texts) -> dict[str, str]:
    """Return the values that texts about a filing use; the name of the filer is masked. identity: how far checked."""
    vehicle, filer = session.get_one(Vehicle, filing.vehicle_id), session.get_one(Person, filing.filer_id)
    kind = texts.plain(f"relationship-{filing.relationship.value}") if filing.relationship else ""
    level = level_of(filer)
    return {
        "number": str(filing.number),
        "who": name_of(filer, texts),
        "identity": texts.plain(f"level-{level}"),
        "level": level.value,
        "plate": plates.display(vehicle.plate),
        "status": status_words(texts, filing),
        "relationship": filing.relationship_text or kind,
    }


def actions(texts: Texts, filing: Filing, *, again: CardButton | None = None) -> list[CardButton | LinkButton]:
    """Return the buttons of what the filer can do with an application now. again: what they can do once it is over."""
    buttons: list[CardButton | LinkButton] = []
    if filing.status is FilingStatus.WAITING_OWNER:
        buttons.append(ENTER_CODE.on(texts.plain("filing-enter-code"), filing.id))
    if filing.status in (FilingStatus.CHECKING, FilingStatus.RETURNED):
        buttons.append(check_button(texts, filing))
    if filing.status in filings.OPEN_STATUSES:
        buttons.extend(withdraw_row(texts, filing))
    else:
        buttons.append(go("vehicles", texts) if filing.status is FilingStatus.ACTIVE else again or go("file", texts))
    return buttons


def in_step(card: Card, texts: Texts, filing: Filing) -> Card:
    """Return the question of a step of an application: with the button to withdraw it, and replaced once it is over."""
    return replace(card.with_rows(withdraw_row(texts, filing)), about=step_cards.topic(filing))


def withdraw_row(texts: Texts, filing: Filing) -> tuple[CardButton, ...]:
    """Return the row with the button that asks whether to withdraw an application."""
    return (WITHDRAW.on(texts.plain("filing-withdraw"), filing.id),)


def check_button(texts: Texts, filing: Filing) -> CardButton:
    """Return the button that continues with the face check, or with new photos once the case was returned."""
    key = "filing-retake" if filing.status is FilingStatus.RETURNED else "filing-check"
    return CHECK.on(texts.plain(key), filing.id)


def _capital(label: str) -> str:
    return label[:1].upper() + label[1:]
