"""Cards of the blacklist: entries and appeals for staff, the appeal and the notifications for the person."""

from uuid import UUID

from sqlmodel import Session

from bot import local_time
from bot.card import Button, ButtonStyle, Card, CardButton, LinkButton, PairButton, Row, Whose, column
from bot.cards import pages
from bot.cards.menu import Command, MenuReader
from bot.cards.navigation import go, sentence
from bot.cards.notification import Reader, notification_about
from bot.services.identity.levels import level_of
from bot.services.review.appeals import may_appeal
from bot.services.review.blacklist import is_own
from bot.services.review.work import entry_label
from bot.services.values import masking
from bot.texts import Texts
from storage.filing.filings import Filing
from storage.identity import accounts
from storage.register.people import Person
from storage.review.blacklist import BlacklistEntry, BlacklistStatus, FalseMaterial
from storage.review.reviews import Review
from storage.staff.members import StaffRole

FALSE_WHY = PairButton("false-why", first_type=UUID, second_type=str, example="1", whose=Whose.STAFF)
LISTING = Button("listing", UUID, whose=Whose.STAFF)
PAGE = Button("blacklist-page", int, whose=Whose.STAFF_LIST)
CONFIRM_LISTING = Button("list-yes", UUID, whose=Whose.STAFF, style=ButtonStyle.DANGER)
REJECT_LISTING = Button("list-no", UUID, whose=Whose.STAFF)
LIFT = Button("lift", UUID, whose=Whose.STAFF)
UPHOLD = Button("uphold", UUID, whose=Whose.STAFF)
SEND_APPEAL = Button("appeal-send", str, in_step=True, style=ButtonStyle.MAIN)


def _may_appeal(session: Session, reader: MenuReader) -> bool:
    return may_appeal(session, reader.person, now=reader.now)


COMMANDS = (
    Command("blacklist", 30, StaffRole.REVIEWER, StaffRole.ADMIN),
    Command("block", 70, StaffRole.REVIEWER, StaffRole.ADMIN, has_button=False),
    Command("appeal", 280, registered=True, concerns=_may_appeal),
)

REASONS = {
    "1": FalseMaterial.ANOTHERS_DOCUMENT,
    "2": FalseMaterial.ANOTHER_PERSON,
    "3": FalseMaterial.ALTERED,
}

appealed = sentence("appeal-made", "menu")
taken_over = sentence("blacklist-taken-over", "blacklist")


def reason_key(reason: FalseMaterial) -> str:
    """Return the key of the text that says what is false."""
    return f"false-{reason.value.replace('_', '-')}"


def ask_reason(review_id: UUID, filing: Filing, texts: Texts, *, after: str) -> Card:
    """Asks what is false. after: the command of the last button."""
    choices = [FALSE_WHY.on_pair(_reason(texts, reason), review_id, typed) for typed, reason in REASONS.items()]
    return Card(texts("false-ask", number=filing.number), column(*choices, go(after, texts)))


def proposed(texts: Texts, *, after: tuple[str, ...]) -> Card:
    """The entry is proposed to a second person."""
    return Card(texts("blacklist-proposed-now"), (tuple(go(command, texts) for command in after),))


def listing(
    session: Session, found: list[BlacklistEntry], appeals: list[BlacklistEntry], texts: Texts, *, number: int = 1
) -> Card:
    """A page of the entries that wait for a second person and the appeals that wait for a third."""
    if not found and not appeals:
        return Card(texts("blacklist-none"), ((go("menu", texts),),))
    choices: list[CardButton | LinkButton] = [
        LISTING.on(texts.plain(key, label=entry_label(session, one), why=_reason(texts, one.reason)), one.id)
        for key, entries in (("blacklist-button", found), ("blacklist-button-appeal", appeals))
        for one in entries
    ]
    page = pages.page_of(choices, number)
    text = pages.below(texts("blacklist-list", proposals=len(found), appeals=len(appeals)), page, texts)
    return Card(text, (*column(*page.items), *pages.turning(page, PAGE.on, texts)))


def one(session: Session, entry: BlacklistEntry, texts: Texts, *, may_decide: bool) -> Card:
    """One entry; with buttons only for a person who may decide it."""
    person = session.get(Person, entry.person_id)
    who = masking.name(person.name) if person else ""
    about = {"who": who, "identity": texts.plain(f"level-{level_of(person)}") if person else "—"}
    lines = [texts("blacklist-entry", **about, why=_reason(texts, entry.reason), since=entry.proposed_at)]
    if entry.until is not None:
        lines.append(texts("blacklist-until", until=local_time.date_of(entry.until)))
    if entry.appeal:
        lines.append(texts("blacklist-appeal-words", words=entry.appeal))
    lines.append(texts(f"blacklist-state-{_state(entry)}"))
    if not may_decide:
        is_open = entry.status is BlacklistStatus.PROPOSED or entry.waits_for_appeal
        lines += [texts("blacklist-not-you")] if is_open else []
        return Card("\n".join(lines), ((go("blacklist", texts),),))
    return Card("\n".join(lines), (*_can_do(entry, texts), (go("blacklist", texts),)))


def decided(entry: BlacklistEntry, texts: Texts) -> Card:
    """The decision just made."""
    return Card(texts(f"blacklist-state-{_state(entry)}"), ((go("blacklist", texts), go("queue", texts)),))


def ask_appeal(entry: BlacklistEntry, texts: Texts) -> Card:
    """Asks why the entry is wrong."""
    return Card(
        texts(
            "appeal-ask",
            why=_reason(texts, entry.reason),
            until=local_time.date_of(entry.until) if entry.until else "—",
        )
    )


def confirm_appeal(texts: Texts, *, said: str) -> Card:
    """Show the words of an appeal before they are submitted."""
    return Card(texts("appeal-confirm", words=said), column(SEND_APPEAL.on(texts.plain("appeal-send"), "")))


@notification_about("blacklist.listed", BlacklistEntry)
def listed_notification(session: Session, entry: BlacklistEntry, reader: Reader) -> Card | None:
    """To the person: until when, why, and how to appeal."""
    if entry.status is not BlacklistStatus.CONFIRMED or entry.until is None:
        return None
    texts = reader.texts
    key = "blacklist-listed-sms" if reader.by_sms else "blacklist-listed"
    text = texts(
        key, until=local_time.date_of(entry.until), why=_reason(texts, entry.reason), number=_number(session, entry)
    )
    return Card(text, ((go("appeal", texts),),))


@notification_about("blacklist.decided", BlacklistEntry)
def decided_notification(session: Session, entry: BlacklistEntry, reader: Reader) -> Card | None:
    """To who has proposed it: what the second person has decided."""
    if entry.status not in (BlacklistStatus.CONFIRMED, BlacklistStatus.REJECTED):
        return None
    texts, key = reader.texts, f"blacklist-yours-{entry.status.value}"
    text = texts(key, number=_number(session, entry), why=_reason(texts, entry.reason))
    return Card(text, ((go("blacklist", texts),),))


@notification_about("blacklist.lifted", BlacklistEntry)
def lifted_notification(session: Session, entry: BlacklistEntry, reader: Reader) -> Card | None:
    """To the person: the entry was lifted."""
    return Card(reader.texts("blacklist-lifted"), ((go("file", reader.texts), go("menu", reader.texts)),))


@notification_about("blacklist.upheld", BlacklistEntry)
def upheld_notification(session: Session, entry: BlacklistEntry, reader: Reader) -> Card | None:
    """To the person: the entry was upheld, and until when it is in force."""
    if entry.until is None:
        return None
    return Card(reader.texts("blacklist-upheld", until=local_time.date_of(entry.until)), ((go("menu", reader.texts),),))


@notification_about("blacklist.left-listed", Person)
def left_listed_notification(session: Session, person: Person, reader: Reader) -> Card | None:
    """To who has come back with open applications: somebody whom they were before is on the blacklist."""
    return Card(reader.texts("blacklist-left-listed"), ((go("appeal", reader.texts),),))


@notification_about("blacklist.left-lifted", Person)
def left_lifted_notification(session: Session, person: Person, reader: Reader) -> Card | None:
    """To who has appealed against the entry of an account that is deleted: it was lifted."""
    return Card(reader.texts("blacklist-lifted"), ((go("file", reader.texts), go("menu", reader.texts)),))


@notification_about("blacklist.left-upheld", Person)
def left_upheld_notification(session: Session, person: Person, reader: Reader) -> Card | None:
    """To who has appealed against the entry of an account that is deleted: it was upheld."""
    return Card(reader.texts("blacklist-left-upheld"), ((go("menu", reader.texts),),))


@notification_about("blacklist.proposed", BlacklistEntry)
def proposed_notification(session: Session, entry: BlacklistEntry, reader: Reader) -> Card | None:
    """To staff: a second person is needed."""
    is_open = entry.status is BlacklistStatus.PROPOSED
    return _to_staff(entry, reader, "blacklist-proposed") if is_open else None


@notification_about("blacklist.left", BlacklistEntry)
def left_notification(session: Session, entry: BlacklistEntry, reader: Reader) -> Card | None:
    """To staff: who proposed the entry has left, and somebody has to take it over."""
    account = accounts.of_person(session, reader.person_id) if reader.person_id is not None else None
    if account is None or entry.status is not BlacklistStatus.PROPOSED or is_own(session, entry, by=account):
        return None
    return _to_staff(entry, reader, "blacklist-left")


@notification_about("blacklist.appealed", BlacklistEntry)
def appealed_notification(session: Session, entry: BlacklistEntry, reader: Reader) -> Card | None:
    """To staff: a third person is needed."""
    return _to_staff(entry, reader, "blacklist-appealed") if entry.waits_for_appeal else None


def _can_do(entry: BlacklistEntry, texts: Texts) -> tuple[Row, ...]:
    if entry.status is BlacklistStatus.PROPOSED:
        return column(
            CONFIRM_LISTING.on(texts.plain("blacklist-confirm"), entry.id),
            REJECT_LISTING.on(texts.plain("blacklist-reject"), entry.id),
        )
    if entry.waits_for_appeal:
        return column(
            LIFT.on(texts.plain("blacklist-lift"), entry.id), UPHOLD.on(texts.plain("blacklist-uphold"), entry.id)
        )
    return ()


def _state(entry: BlacklistEntry) -> str:
    if entry.waits_for_appeal:
        return "appealed"
    upheld = entry.status is BlacklistStatus.CONFIRMED and entry.appeal_decided_at is not None
    return "upheld" if upheld else entry.status.value


def _reason(texts: Texts, reason: FalseMaterial) -> str:
    return texts.plain(reason_key(reason))


def _number(session: Session, entry: BlacklistEntry) -> str:
    review = session.get(Review, entry.review_id) if entry.review_id else None
    filing = session.get(Filing, review.filing_id) if review else None
    return str(filing.number) if filing else "—"


def _to_staff(entry: BlacklistEntry, reader: Reader, key: str) -> Card:
    open_it = LISTING.on(reader.texts.plain("blacklist-open"), entry.id)
    return Card(reader.texts(key), ((open_it,), (go("blacklist", reader.texts),)))
