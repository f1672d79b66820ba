"""Filing a car that is not one's own, the SMS way.

/file ─► HINTS ─► REMINDER ─► TYPE ─► PLATE ─► ENGINE ─► RELATION (─► WORDS) ─► CONFIRM ─► CODE ─► agreed
/file 02 桂A12345 123456 ────────────────────────────────► RELATION …     tap Change ─► back to that question
"""

from collections.abc import Iterator

from bot.card import Card
from bot.cards.filing import filings as cards
from bot.cards.filing import vehicle_codes as vehicle_code_cards
from bot.context import DeskContext
from bot.engine.listeners import Ask, Flow, FlowStep, Handler, on_command, on_link, on_tap, on_words
from bot.services.filing import approvals, eligibility, filings, register_lookup, typed_input, vehicle_code_links
from bot.services.rules import rules
from bot.services.rules.names import RuleName
from bot.services.values.plates import PlateType
from handlers.filing import by_qr, owner_code
from storage.filing.filings import FilingWay, Relationship


class Step(FlowStep):
    """What we are waiting for."""

    HINTS = "hints"
    REMINDER = "reminder"
    TYPE = "type"
    PLATE = "plate"
    ENGINE = "engine"
    RELATION = "relation"
    WORDS = "words"
    CONFIRM = "confirm"


CHANGES = {"type": Step.TYPE, "plate": Step.PLATE, "engine": Step.ENGINE, "relationship": Step.RELATION}


def handlers() -> Iterator[Handler]:
    """Everything this file listens to."""
    yield Flow(
        "filing",
        entry_points=[
            on_command("file", start),
            on_tap(cards.ENTER_CODE, owner_code.enter_code),
            on_link(vehicle_code_links.PREFIX, by_qr.take_link),
        ],
        states={
            Step.HINTS: Ask(hints, on_tap(cards.BY_SMS, by_sms), on_tap(cards.BY_QR, by_qr.by_qr), on_words(take_line)),
            **by_qr.states(),
            Step.REMINDER: Ask(reminder, on_tap(cards.AGREED, ask_type)),
            Step.TYPE: Ask(plate_types, on_tap(cards.TYPE, take_type), on_words(take_line)),
            Step.PLATE: Ask(plate, on_words(take_plate)),
            Step.ENGINE: Ask(engine, on_words(take_engine)),
            Step.RELATION: Ask(relationships, on_tap(cards.RELATION, take_relation), on_words(take_relation_words)),
            Step.WORDS: Ask(relationship_words, on_words(take_relation_words)),
            Step.CONFIRM: Ask(confirmation, on_tap(cards.CONFIRM, apply), on_tap(cards.CHANGE, change)),
            **owner_code.states(),
        },
    )


def start(context: DeskContext) -> Step:
    """See that this person may apply at all; with a whole line, skip the questions it answers."""
    eligibility.require_eligible(context.session, context.person, now=context.now)
    return take_line(context) if context.words else Step.HINTS


def hints(context: DeskContext) -> Card:
    """The page that stands before the choice of the way."""
    names = (
        RuleName.VEHICLES_PER_USER,
        RuleName.USERS_PER_VEHICLE,
        RuleName.FILINGS_A_DAY,
        RuleName.FILINGS_A_YEAR,
        RuleName.REVIEW_WORKING_DAYS,
    )
    limits = {name.value: rules.number(context.session, name, at=context.now) for name in names}
    mine = vehicle_code_cards.MY_CODES.on(context.texts.plain("vehicle-code-mine"), "")
    return cards.hints(context.texts, limits=limits).with_rows((mine,))


def by_sms(context: DeskContext) -> Step:
    """The SMS way."""
    return Step.REMINDER


def reminder(context: DeskContext) -> Card:
    """Agree with the owner first."""
    return cards.reminder(context.texts)


def ask_type(context: DeskContext) -> Step:
    """Agreed with the owner: on to the car."""
    return Step.TYPE


def plate_types(context: DeskContext) -> Card:
    """Which plate type."""
    return cards.plate_types(context.texts)


def take_type(context: DeskContext) -> Step:
    """The plate type; a plate typed for another type must be typed anew."""
    context.draft["type"] = typed_input.parse_plate_type(context.tapped(cards.TYPE)).value
    context.draft.pop("plate", None)
    return Step.PLATE


def take_line(context: DeskContext) -> Step:
    """`02 桂A12345 123456` in one line."""
    line = typed_input.parse_line(context.words)
    context.draft.update(type=line.plate_type.value, plate=line.plate, engine=line.engine)
    return _after_car(context)


def plate(context: DeskContext) -> Card:
    """Which plate."""
    return cards.plate(context.texts, context.draft["type"])


def take_plate(context: DeskContext) -> Step:
    """The plate number, checked as typed."""
    context.draft["plate"] = typed_input.parse_plate(context.words, PlateType(context.draft["type"]))
    return Step.CONFIRM if _is_complete(context) else Step.ENGINE


def engine(context: DeskContext) -> Card:
    """The last six of the engine number."""
    return cards.engine(context.texts, context.draft["plate"])


def take_engine(context: DeskContext) -> Step:
    """The last six, checked as typed."""
    context.draft["engine"] = typed_input.parse_engine_number(context.words)
    return _after_car(context)


def relationships(context: DeskContext) -> Card:
    """What the filer is to the owner."""
    return cards.relationships(context.texts)


def take_relation(context: DeskContext) -> Step:
    """One of the relationships; other needs words."""
    kind = Relationship(context.tapped(cards.RELATION))
    if kind is Relationship.OTHER:
        return Step.WORDS
    context.draft.update(relationship=kind.value, relationship_text="")
    return Step.CONFIRM


def relationship_words(context: DeskContext) -> Card:
    """The relationship in the filer's own words."""
    return cards.relationship_text(context.texts)


def take_relation_words(context: DeskContext) -> Step:
    """His own words for it."""
    context.draft.update(relationship="other", relationship_text=typed_input.parse_relationship(context.words))
    return Step.CONFIRM


def confirmation(context: DeskContext) -> Card:
    """Everything typed, to be looked at once more."""
    draft = context.draft
    relationship = draft["relationship_text"] or context.texts.plain(f"relationship-{draft['relationship']}")
    return cards.confirmation(
        context.texts,
        plate_type=draft["type"],
        plate_number=draft["plate"],
        engine_six=draft["engine"],
        relationship=relationship,
    )


def change(context: DeskContext) -> Step:
    """One of the answers shall be another."""
    return CHANGES[context.tapped(cards.CHANGE)]


def apply(context: DeskContext) -> owner_code.CodeStep:
    """Confirmed: find the car, write the application down, ask the owner."""
    draft, session, now = context.draft, context.session, context.now
    vehicle = register_lookup.find(
        session, PlateType(draft["type"]), draft["plate"], draft["engine"], by=context.person, now=now
    )
    filing = filings.apply(
        session,
        context.person,
        vehicle.id,
        way=FilingWay.SMS,
        relationship=Relationship(draft["relationship"]),
        relationship_text=draft["relationship_text"],
        now=now,
    )
    approvals.request(session, filing, lane=context.account.lane, now=now)
    draft.clear()
    draft["filing"] = filing.id.hex
    return owner_code.CodeStep.CODE


def _after_car(context: DeskContext) -> Step:
    return Step.CONFIRM if _is_complete(context) else Step.RELATION


def _is_complete(context: DeskContext) -> bool:
    return {"type", "plate", "engine", "relationship"} <= context.draft.keys()
