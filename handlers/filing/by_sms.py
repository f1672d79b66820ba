"""Filing by SMS code (短信备案): the filer types the vehicle, the owner gets a code; steps of the flow of filing.

tap By SMS ─► PLATE ─► ENGINE ─► RELATION (─► WORDS) ─► CONFIRM ─► CODE
a plate, tap the last car ─┘  │            tap Change ─► back to that question; TYPE ─► PLATE
桂A12345 123456, 02 before it ┴─► RELATION …

The plate type follows from the plate, and can be changed where the application is confirmed.
"""

from bot.card import Card
from bot.cards.filing import filings as cards
from bot.context import DeskContext
from bot.engine.listeners import Ask, FlowStep, on_tap, on_words
from bot.errors import StaleButton, raise_all
from bot.services.filing import (
    approvals,
    eligibility,
    filed_plate_types,
    filings,
    last_used,
    may_text,
    register_lookup,
    typed_input,
    typed_vehicle,
)
from bot.services.identity import consents
from bot.services.rules import rules
from bot.services.rules.names import RuleName
from bot.services.values.plate_types import PlateType
from handlers.filing import by_qr, owner_code, relationships as relationships_of, suggestions
from handlers.filing.draft import CompleteDraft, FilingDraft
from storage.filing.filings import FilingWay, Relationship


class SmsStep(FlowStep):
    """What the flow waits for."""

    REMINDER = "reminder"  # Only for who was left at it by version 0.1.0.
    TYPE = "type"
    PLATE = "plate"
    ENGINE = "engine"
    RELATION = "relation"
    WORDS = "words"
    CONFIRM = "confirm"


CHANGES = {"type": SmsStep.TYPE, "plate": SmsStep.PLATE, "engine": SmsStep.ENGINE, "relationship": SmsStep.RELATION}


def steps() -> dict[FlowStep, Ask]:
    """Return the steps that this way adds to the flow of filing."""
    return {
        SmsStep.REMINDER: Ask(reminder, on_tap(cards.AGREED, by_sms), on_words(take_line)),
        SmsStep.TYPE: Ask(plate_types, on_tap(cards.TYPE, take_type), on_words(take_line)),
        SmsStep.PLATE: Ask(plate, on_words(take_line), on_tap(cards.SUGGESTION, take_line)),
        SmsStep.ENGINE: Ask(engine, on_words(take_engine), on_tap(cards.SUGGESTION, take_engine)),
        SmsStep.RELATION: Ask(relationships, on_tap(cards.RELATION, take_relation), on_words(take_relation_words)),
        SmsStep.WORDS: Ask(relationship_words, on_words(take_relation_words)),
        SmsStep.CONFIRM: Ask(confirmation, on_tap(cards.CONFIRM, apply), on_tap(cards.CHANGE, change), asks_yes=True),
    }


def by_sms(context: DeskContext) -> SmsStep:
    """Choose filing by SMS code. Raises NotVerified."""
    may_text.require_may_text(context.session, context.person)
    return SmsStep.PLATE


def reminder(context: DeskContext) -> Card:
    """Remind the filer to agree with the owner first."""
    minutes = rules.number(context.session, RuleName.CODE_MINUTES, at=context.now)
    return cards.reminder(context.texts, minutes=minutes)


def plate_types(context: DeskContext) -> Card:
    """Ask for the plate type."""
    return cards.plate_types(context.texts, filed_plate_types.in_force(context.session, at=context.now))


def take_type(context: DeskContext) -> SmsStep:
    """Set the plate type; a plate typed for another type has to be typed again."""
    draft, kinds = context.load_draft(FilingDraft), filed_plate_types.in_force(context.session, at=context.now)
    draft.type, draft.plate = typed_input.parse_plate_type(context.tapped(cards.TYPE), kinds), None
    context.store_draft(draft)
    return SmsStep.PLATE


def take_line(context: DeskContext) -> FlowStep:
    """Set the vehicle from a plate, alone or with its engine number: `桂A12345 123456`. Raises NotVerified.

    The engine number of another plate has to be typed again, and one that cannot be one is asked for. The code that the
    owner shows chooses the QR way.
    """
    if by_qr.is_code(context.words):
        return by_qr.take_text(context)
    may_text.require_may_text(context.session, context.person)
    kinds, draft = filed_plate_types.in_force(context.session, at=context.now), context.load_draft(FilingDraft)
    with suggestions.remembered(context):
        entered = typed_vehicle.parse(suggestions.said(context), kinds, preferred=draft.type)
    suggestions.remember(context, entered.refusal.meant if entered.refusal is not None else "")
    if entered.refusal is not None:
        context.heading = context.texts(entered.refusal.key, **entered.refusal.values)
    return _take_vehicle(context, entered.plate_type, entered.plate, entered.engine)


def is_line(context: DeskContext) -> bool:
    """Whether the words say a vehicle or a code; if not, what is wrong with them stands above the next question."""
    if by_qr.is_code(context.words):
        return True
    refusal = typed_vehicle.problem(context.words, filed_plate_types.in_force(context.session, at=context.now))
    if refusal is not None:
        context.heading = context.texts(refusal.key, **refusal.values)
    if isinstance(refusal, typed_input.InvalidPlate):
        suggestions.remember(context, refusal.meant)
    return refusal is None


def take_last_car(context: DeskContext) -> SmsStep:
    """Set the vehicle of the last application; its engine number is asked for again. Raises NotVerified."""
    may_text.require_may_text(context.session, context.person)
    vehicle = last_used.vehicle(context.session, context.person)
    if vehicle is None:
        raise StaleButton
    return _take_vehicle(context, PlateType(vehicle.plate_type), vehicle.plate, "")


def plate(context: DeskContext) -> Card:
    """Ask for the plate number; examples are of the plate type that was chosen, or of those that can be filed."""
    kind = context.load_draft(FilingDraft).type
    kinds = filed_plate_types.in_force(context.session, at=context.now)
    return suggestions.with_button(context, cards.plate(context.texts, (kind,) if kind is not None else kinds))


def engine(context: DeskContext) -> Card:
    """Ask for the last six characters of the engine number."""
    plate_number = context.load_draft(FilingDraft).plate
    assert plate_number is not None
    return suggestions.with_button(context, cards.engine(context.texts, plate_number))


def take_engine(context: DeskContext) -> FlowStep:
    """Set the last six characters of the engine number, if this vehicle exists and the person may apply for it.

    A plate that is typed here is a corrected one.
    """
    kinds = filed_plate_types.in_force(context.session, at=context.now)
    if not context.words.isascii() and typed_vehicle.problem(context.words, kinds) is None:
        return take_line(context)
    meant = context.load_draft(FilingDraft).meant
    with suggestions.remembered(context):
        entered = typed_input.parse_engine_number(suggestions.said(context), confirmed=meant)
    suggestions.remember(context, "")
    draft = context.load_draft(FilingDraft)
    draft.engine = entered
    _require_vehicle(context, draft)
    context.store_draft(draft)
    return SmsStep.CONFIRM if draft.is_complete else SmsStep.RELATION


def relationships(context: DeskContext) -> Card:
    """Ask for the relationship to the owner."""
    return cards.relationships(context.texts, relationships_of.last(context))


def take_relation(context: DeskContext) -> SmsStep:
    """Set the relationship; "other" needs words."""
    chosen = relationships_of.chosen(context)
    return SmsStep.WORDS if chosen is None else _take_relationship(context, chosen.kind, chosen.text)


def relationship_words(context: DeskContext) -> Card:
    """Ask for the relationship in words."""
    return cards.relationship_text(context.texts)


def take_relation_words(context: DeskContext) -> SmsStep:
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


def change(context: DeskContext) -> SmsStep:
    """Return to one of the questions."""
    return CHANGES[context.tapped(cards.CHANGE)]


def apply(context: DeskContext) -> owner_code.CodeStep:
    """Look the vehicle up, create the application, and request the owner's approval."""
    draft, session, now = context.load_draft(CompleteDraft), context.session, context.now
    consents.require(session, context.person)  # Revoked, perhaps, since the flow was begun.
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
    return owner_code.wait_for_code(context, filing)


def _take_vehicle(context: DeskContext, kind: PlateType, plate_number: str, engine_end: str) -> SmsStep:
    """Set the vehicle, and go on with what is missing. engine_end: empty if only the plate is known."""
    draft = context.load_draft(FilingDraft)
    draft.type, draft.plate, draft.engine = kind, plate_number, engine_end or None
    if engine_end:
        _require_vehicle(context, draft)
    context.store_draft(draft)
    if not engine_end:
        return SmsStep.ENGINE
    return SmsStep.CONFIRM if draft.is_complete else SmsStep.RELATION


def _require_vehicle(context: DeskContext, draft: FilingDraft) -> None:
    """Raise why this vehicle cannot be filed, before anything else is asked: it is not found, or not eligible."""
    assert draft.type is not None
    assert draft.plate is not None
    assert draft.engine is not None
    session, person, now = context.session, context.person, context.now
    vehicle = register_lookup.find(session, draft.type, draft.plate, draft.engine, by=person, now=now)
    raise_all(eligibility.vehicle_obstacles(session, person, vehicle, now=now))


def _take_relationship(context: DeskContext, kind: Relationship, text: str) -> SmsStep:
    draft = context.load_draft(FilingDraft)
    draft.relationship, draft.relationship_text = kind, text
    context.store_draft(draft)
    return SmsStep.CONFIRM
