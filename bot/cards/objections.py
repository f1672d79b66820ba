"""Cards of objections: making one, its state, and answering for staff."""

from collections.abc import Iterable, Iterator
from datetime import datetime
from uuid import UUID

from sqlmodel import Session

from bot.card import Attachment, Button, ButtonStyle, Card, CardButton, LinkButton, Whose, column
from bot.cards import pages
from bot.cards.menu import Command
from bot.cards.navigation import go, sentence
from bot.cards.notification import Reader, notification_about
from bot.cards.violations.violations import SHOW, line
from bot.services import objection_answers, objections
from bot.services.identity.levels import level_of
from bot.services.values import masking, plates
from bot.services.violations import overtaken_objections, violations
from bot.texts import Texts
from storage import files, objections as store
from storage.identity.accounts import Account
from storage.objections import Objection, ObjectionState
from storage.register.people import Person
from storage.staff.members import StaffRole
from storage.violations.violations import Violation, ViolationState

OBJECT = Button("object", UUID, whose=Whose.CASE)
OBJECTION = Button("objection", UUID, whose=Whose.CASE)
WITHDRAW = Button("obj-withdraw", UUID, whose=Whose.CASE)
SEND = Button("obj-send", str, in_step=True, style=ButtonStyle.MAIN)
OPEN = Button("obj-open", UUID, whose=Whose.STAFF)
UPHOLD = Button("obj-uphold", UUID, whose=Whose.STAFF)
REJECT = Button("obj-reject", UUID, whose=Whose.STAFF)
PAGE = Button("objections-page", int, whose=Whose.STAFF_LIST)
COMMANDS = (Command("objections", 20, StaffRole.REVIEWER),)

downloading = sentence("objection-photo-coming")


def offers(
    session: Session, texts: Texts, violation: Violation, person: Person, *, now: datetime
) -> Iterator[CardButton]:
    """Buttons of a violation: object, or show the person's own objections."""
    for objection in store.of_violation(session, violation.id):
        if objection.person_id == person.id:
            yield OBJECTION.on(texts.plain("objection-button", number=str(objection.number)), objection.id)
    is_closed = overtaken_objections.barring(session, violation, person, now=now) is not None
    if not is_closed and objections.is_contestable(session, violation, person, now=now):
        yield OBJECT.on(texts.plain("objection-make"), violation.id)


def ask_words(session: Session, texts: Texts, violation: Violation) -> Card:
    """Ask what is wrong."""
    about = {"plate": plates.display(violations.plate_of(session, violation)), "what": line(texts, violation)}
    return Card(texts("objection-ask-words", **about, least=objections.MIN_LENGTH, most=objections.MAX_LENGTH))


def ask_photos(texts: Texts, count: int) -> Card:
    """Ask for photos as evidence; none are required."""
    key = "objection-ask-photos" if not count else "objection-more-photos"
    send = SEND.on(texts.plain("objection-send", count=count), "")
    return Card(texts(key, count=count, most=objections.MAX_PHOTOS), column(send))


def made(session: Session, texts: Texts, objection: Objection) -> Card:
    """The objection is made; a record that is not handled yet has to wait."""
    show = OBJECTION.on(texts.plain("objection-button", number=str(objection.number)), objection.id)
    text = texts("objection-made", number=str(objection.number))
    if session.get_one(Violation, objection.violation_id).state is ViolationState.UNHANDLED:
        text += texts("objection-made-waits")
    return Card(text, ((show,), (go("violations", texts),)))


def one(session: Session, texts: Texts, objection: Objection) -> Card:
    """The person's own objection: their words, its state, the answer; the record while it is theirs."""
    buttons: list[CardButton | LinkButton] = _to_record(session, texts, objection)
    is_shown = bool(buttons)
    lines = _about(session, texts, objection, with_record=is_shown)
    if objection.state is store.ObjectionState.OPEN:
        buttons.insert(0, WITHDRAW.on(texts.plain("objection-withdraw"), objection.id))
    return Card("\n".join(lines), column(*buttons, go("violations", texts)))


def withdrawn(texts: Texts, objection: Objection) -> Card:
    """The objection is withdrawn."""
    return Card(texts("objection-withdrawn", number=str(objection.number)), ((go("violations", texts),),))


def queue(texts: Texts, waiting: list[Objection], *, number: int = 1) -> Card:
    """For staff: a page of the objections that wait for an answer."""
    if not waiting:
        return Card(texts("objections-none"), ((go("menu", texts),),))
    page = pages.page_of(waiting, number)
    buttons = [
        OPEN.on(texts.plain("objections-button", number=str(each.number), at=each.made_at), each.id)
        for each in page.items
    ]
    rows = (*column(*buttons), *pages.turning(page, PAGE.on, texts), (go("menu", texts),))
    return Card(pages.below(texts("objections-queue", count=len(waiting)), page, texts), rows)


def case(session: Session, texts: Texts, objection: Objection, *, by: Account) -> Card:
    """For staff: one objection, with the camera's photo and its own; the person's name is masked. by: who reads it."""
    person = session.get(Person, objection.person_id)
    identity = texts.plain(f"level-{level_of(person)}") if person else "—"
    who = texts("objection-who", who=masking.name(person.name) if person else "", identity=identity)
    evidence = _kept(session, (session.get_one(Violation, objection.violation_id).photo_id,))
    photos = _kept(session, objection.photo_ids())
    buttons: list[CardButton | LinkButton] = []
    if objection_answers.may_answer(session, objection, by=by):
        ways = {"objection-uphold": UPHOLD, "objection-reject": REJECT}
        buttons = [button.on(texts.plain(key), objection.id) for key, button in ways.items()]
    camera = texts("objection-evidence" if evidence else "objection-no-evidence")
    text = "\n".join([*_about(session, texts, objection), camera, who, *_two(session, texts, objection)])
    shown = tuple(Attachment(photo) for photo in (*evidence, *photos))
    return Card(text, column(*buttons, go("objections", texts)), shown)


def _kept(session: Session, photos: Iterable[UUID | None]) -> list[UUID]:
    """Return those of these photos that are still kept."""
    return [photo for photo in photos if photo is not None and files.read(session, photo) is not None]


def ask_answer(session: Session, texts: Texts, objection: Objection, *, uphold: bool) -> Card:
    """For staff: asks for the answer, which the person will read, below what the first of two has answered."""
    key = "objection-ask-uphold" if uphold else "objection-ask-reject"
    return Card("\n".join([*_two(session, texts, objection), texts(key, number=str(objection.number))]))


def answer_given(texts: Texts, objection: Objection) -> Card:
    """For staff: the objection is answered, or upheld by the first of two."""
    is_first = objection.state is ObjectionState.OPEN
    text = texts("objection-upheld-first" if is_first else "objection-answer-given", number=str(objection.number))
    return Card(text, ((go("objections", texts),),))


@notification_about(overtaken_objections.OVERTAKEN, Objection)
def overtaken_notification(session: Session, objection: Objection, reader: Reader) -> Card | None:
    """Notification to the objector: the owner has handled or contested the violation themselves."""
    text = reader.texts("objection-overtaken", number=str(objection.number))
    return Card(text, ((go("violations", reader.texts),),))


@notification_about("objection.made", Objection)
def made_notification(session: Session, objection: Objection, reader: Reader) -> Card | None:
    """Notification to reviewers: an objection waits for its answer, or for the second who upholds it."""
    if objection.state is not ObjectionState.OPEN:
        return None
    texts, number = reader.texts, str(objection.number)
    show = OPEN.on(texts.plain("objection-button", number=number), objection.id)
    key = "objection-new" if objection.first_by is None else "objection-second"
    return Card(texts(key, number=number), ((show, go("objections", texts)),))


@notification_about("objection.answered", Objection)
def answered_notification(session: Session, objection: Objection, reader: Reader) -> Card | None:
    """Notification to the objector: the answer."""
    texts = reader.texts
    if objection.state not in (ObjectionState.UPHELD, ObjectionState.REJECTED):
        return None
    text = texts(
        f"objection-{objection.state.value}-notification", number=str(objection.number), answer=objection.answer
    )
    return Card(text, column(*_to_record(session, texts, objection), go("violations", texts)))


@notification_about("objection.moved", Objection)
def moved_notification(session: Session, objection: Objection, reader: Reader) -> Card | None:
    """To the objector: the record is not theirs, which ends the objection."""
    if not objection.is_moved:
        return None
    text = reader.texts("objection-moved-notification", number=str(objection.number))
    return Card(text, ((go("violations", reader.texts),),))


def _to_record(session: Session, texts: Texts, objection: Objection) -> list[CardButton | LinkButton]:
    """Return the button that opens the record, if it is still the objector's."""
    if not objections.may_see_record(session, objection, now=texts.now or objection.made_at):
        return []
    return [SHOW.on(texts.plain("objection-to-violation"), objection.violation_id)]


def _two(session: Session, texts: Texts, objection: Objection) -> list[str]:
    """Return, for staff, that two must uphold an open objection, and what the first has answered."""
    if objection.state is not ObjectionState.OPEN or not objection_answers.takes_two(session, objection):
        return []
    if objection.first_by is None:
        return [texts("objection-takes-two")]
    return [texts("objection-first-answer", answer=objection.answer)]


def _about(session: Session, texts: Texts, objection: Objection, *, with_record: bool = True) -> list[str]:
    """Return what the card says. with_record: also the plate, time and place of the record."""
    number, at = str(objection.number), objection.made_at
    lines = [texts("objection-without-record", number=number, at=at)]
    if with_record:
        violation = session.get_one(Violation, objection.violation_id)
        plate = plates.display(violations.plate_of(session, violation))
        lines = [texts("objection", number=number, at=at, plate=plate), line(texts, violation)]
    lines += [
        texts("objection-said", said=objection.said),
        texts("objection-photos", count=len(objection.photo_ids())),
        texts("objection-is-moved" if objection.is_moved else f"objection-is-{objection.state.value}"),
    ]
    if objection.answer and objection.state is not ObjectionState.OPEN:
        lines.append(texts("objection-answer", answer=objection.answer))
    return lines
