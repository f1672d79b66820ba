"""Filing a vehicle that is not one's own by SMS code (短信备案); the flow of filing begins here.

/file ─► HINTS ─► REMINDER ─► TYPE ─► PLATE ─► ENGINE ─► RELATION (─► WORDS) ─► CONFIRM ─► CODE ─► approved
/file 02 桂A12345 123456 ────────────────────────────────► RELATION …     tap Change ─► back to that question
"""

from collections.abc import Iterator

from bot.card import Card
from bot.cards.filing import filings as cards, vehicle_codes as vehicle_code_cards
from bot.context import DeskContext
from bot.engine.listeners import Ask, Flow, FlowStep, Handler, on_command, on_link, on_tap, on_words
from bot.services.filing import approvals, eligibility, filings, register_lookup, typed_input, vehicle_code_links
from bot.services.rules import rules
from bot.services.rules.names import RuleName
from handlers.filing import by_qr, owner_code
from handlers.filing.draft import CompleteDraft, CreatedApplication, FilingDraft
from storage.filing.filings import FilingWay, Relationship


class Step(FlowStep):
    """What the flow waits for."""

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
    """The listeners of this file."""
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
    """Check that the person may apply at all; with a whole line, skip the questions it answers."""
    eligibility.require_eligible(context.session, context.person, now=context.now)
    return take_line(context) if context.words else Step.HINTS


def hints(context: DeskContext) -> Card:
    """Show the conditions of filing, and ask for the way."""
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
    """Choose filing by SMS code."""
    return Step.REMINDER


def reminder(context: DeskContext) -> Card:
    """Remind the filer to agree with the owner first."""
    return cards.reminder(context.texts)


def ask_type(context: DeskContext) -> Step:
    """Continue with the vehicle."""
    return Step.TYPE


def plate_types(context: DeskContext) -> Card:
    """Ask for the plate type."""
    return cards.plate_types(context.texts)


def take_type(context: DeskContext) -> Step:
    """Set the plate type; a plate typed for another type has to be typed again."""
    draft = context.load_draft(FilingDraft)
    draft.type, draft.plate = typed_input.parse_plate_type(context.tapped(cards.TYPE)), None
    context.store_draft(draft)
    return Step.PLATE


def take_line(context: DeskContext) -> Step:
    """Set the vehicle from one line: `02 桂A12345 123456`."""
    line, draft = typed_input.parse_line(context.words), context.load_draft(FilingDraft)
    draft.type, draft.plate, draft.engine = line.plate_type, line.plate, line.engine
    context.store_draft(draft)
    return Step.CONFIRM if draft.is_complete else Step.RELATION


def plate(context: DeskContext) -> Card:
    """Ask for the plate number."""
    kind = context.load_draft(FilingDraft).type
    assert kind is not None
    return cards.plate(context.texts, kind)


def take_plate(context: DeskContext) -> Step:
    """Set the plate number."""
    draft = context.load_draft(FilingDraft)
    assert draft.type is not None
    draft.plate = typed_input.parse_plate(context.words, draft.type)
    context.store_draft(draft)
    return Step.CONFIRM if draft.is_complete else Step.ENGINE


def engine(context: DeskContext) -> Card:
    """Ask for the last six characters of the engine number."""
    plate_number = context.load_draft(FilingDraft).plate
    assert plate_number is not None
    return cards.engine(context.texts, plate_number)


def take_engine(context: DeskContext) -> Step:
    """Set the last six characters of the engine number."""
    draft = context.load_draft(FilingDraft)
    draft.engine = typed_input.parse_engine_number(context.words)
    context.store_draft(draft)
    return Step.CONFIRM if draft.is_complete else Step.RELATION


def relationships(context: DeskContext) -> Card:
    """Ask for the relationship to the owner."""
    return cards.relationships(context.texts)


def take_relation(context: DeskContext) -> Step:
    """Set the relationship; "other" needs words."""
    kind = Relationship(context.tapped(cards.RELATION))
    return Step.WORDS if kind is Relationship.OTHER else _take_relationship(context, kind, "")


def relationship_words(context: DeskContext) -> Card:
    """Ask for the relationship in words."""
    return cards.relationship_text(context.texts)


def take_relation_words(context: DeskContext) -> Step:
    """Set the relationship in words."""
    return _take_relationship(context, Relationship.OTHER, typed_input.parse_relationship(context.words))


def confirmation(context: DeskContext) -> Card:
    """Show what was entered, to be confirmed."""
    draft = context.load_draft(CompleteDraft)
    return cards.confirmation(
        context.texts,
        plate_type=draft.type,
        plate_number=draft.plate,
        engine_six=draft.engine,
        relationship=draft.relationship_text or context.texts.plain(f"relationship-{draft.relationship}"),
    )


def change(context: DeskContext) -> Step:
    """Return to one of the questions."""
    return CHANGES[context.tapped(cards.CHANGE)]


def apply(context: DeskContext) -> owner_code.CodeStep:
    """Look the vehicle up, create the application, and request the owner's approval."""
    draft, session, now = context.load_draft(CompleteDraft), context.session, context.now
    vehicle = register_lookup.find(session, draft.type, draft.plate, draft.engine, by=context.person, now=now)
    filing = filings.apply(
        session,
        context.person,
        vehicle.id,
        way=FilingWay.SMS,
        relationship=draft.relationship,
        relationship_text=draft.relationship_text,
        now=now,
    )
    approvals.request(session, filing, lane=context.account.lane, now=now)
    context.store_draft(CreatedApplication(filing=filing.id))
    return owner_code.CodeStep.CODE


def _take_relationship(context: DeskContext, kind: Relationship, text: str) -> Step:
    draft = context.load_draft(FilingDraft)
    draft.relationship, draft.relationship_text = kind, text
    context.store_draft(draft)
    return Step.CONFIRM
