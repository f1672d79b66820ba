"""Filing by vehicle code (扫码备案): the filer scans the code that the owner shows; steps of the flow of filing.

tap By QR ─► SCAN ─ a photo of the code ─► (read) ─┐
                 └─ the link or the short code ────┴─► RELATION (─► WORDS) ─► applied: the face check begins
deep link q-… ─────────────────────────────────────┘              └─ by rule ─► CODE: the owner's SMS code too
"""

from bot.adapters.pictures.formats import MAX_PHOTO_BYTES
from bot.card import Card
from bot.cards.filing import filings as filing_cards, vehicle_codes as cards
from bot.context import DeskContext
from bot.engine.listeners import Ask, FlowStep, NextStep, on_picture, on_result, on_tap, on_words
from bot.services.filing import typed_input, vehicle_code_links, vehicle_codes
from bot.services.identity import consents
from bot.services.review.photos import InvalidPicture
from bot.services.values import short_codes
from bot.tasks import vehicle_codes as vehicle_code_tasks
from handlers import waiting_messages
from handlers.filing import relationships as relationships_of
from handlers.filing.draft import ScannedCode
from handlers.filing.owner_code import begin_check, wait_for_code
from storage.filing.filings import FilingStatus, Relationship
from storage.filing.vehicle_codes import VehicleCode
from storage.register.vehicles import Vehicle


class QrStep(FlowStep):
    """What the flow waits for."""

    SCAN = "scan"
    RELATION = "qr-relation"
    WORDS = "qr-words"


def steps() -> dict[FlowStep, Ask]:
    """Return the steps that this way adds to the flow of filing."""
    return {
        QrStep.SCAN: Ask(
            scan,
            on_picture(take_picture),
            on_result(vehicle_code_tasks.read_vehicle_codes, take_codes),
            on_words(take_text),
        ),
        QrStep.RELATION: Ask(
            relationships, on_tap(filing_cards.RELATION, take_relation), on_words(take_relation_words), bars_back=True
        ),
        QrStep.WORDS: Ask(relationship_words, on_words(take_relation_words)),
    }


def by_qr(context: DeskContext) -> FlowStep:
    """Choose filing by vehicle code."""
    return QrStep.SCAN


def scan(context: DeskContext) -> Card:
    """Ask for a picture of the code, the link, or the short code."""
    return cards.scan(context.texts)


def take_picture(context: DeskContext) -> None:
    """Order the task that fetches and reads the picture."""
    file = context.file
    if file.size > MAX_PHOTO_BYTES:
        raise InvalidPicture("too_large")
    reference = context.order_task(vehicle_code_tasks.read_vehicle_codes, file_id=file.file_id)
    waiting_messages.say(context, cards.reading(context.texts), reference)


def take_codes(context: DeskContext) -> FlowStep:
    """Use the vehicle code among the codes in the picture, or say what they are instead."""
    result = context.result_of(vehicle_code_tasks.read_vehicle_codes)
    if result is None or result.problem:
        raise InvalidPicture(result.problem if result else "failed")
    links = vehicle_code_links.tokens_in_picture(result.texts, result.others, username=result.username)
    return _take(context, links=links)


def is_code(words: str) -> bool:
    """Whether these words are the link of a vehicle code, or a short code, which is never a word or a number alone."""
    token, short = _codes_in(words)
    return bool(token or (short and not short.isalpha() and not short.isdigit()))


def take_text(context: DeskContext) -> FlowStep:
    """Use the short code or the link."""
    token, short = _codes_in(context.words)
    if not token and not short:
        raise vehicle_code_links.InvalidShortCode
    return _take(context, links=[token] if token else [], short=short)


def take_link(context: DeskContext) -> FlowStep:
    """Begin with the deep link."""
    consents.require(context.session, context.person)
    return _take(context, links=[context.link])


def take_short_link(context: DeskContext) -> FlowStep:
    """Begin with a short code that was typed or sent as a picture outside the flow."""
    consents.require(context.session, context.person)
    return _take(context, links=[], short=context.link)


def relationships(context: DeskContext) -> Card:
    """Ask for the relationship to the owner. Without a code that can be used, the flow ends."""
    code = _scanned(context)
    vehicle = context.session.get_one(Vehicle, code.vehicle_id)
    return cards.relationships(context.texts, vehicle, relationships_of.last(context))


def take_relation(context: DeskContext) -> NextStep:
    """Apply with this relationship; "other" needs words."""
    chosen = relationships_of.chosen(context)
    return QrStep.WORDS if chosen is None else _apply(context, chosen.kind, chosen.text)


def relationship_words(context: DeskContext) -> Card:
    """Ask for the relationship in words. Without a code that can be used, the flow ends."""
    _scanned(context)
    return filing_cards.relationship_text(context.texts)


def take_relation_words(context: DeskContext) -> NextStep:
    """Apply with the relationship in words."""
    return _apply(context, Relationship.OTHER, typed_input.parse_relationship(context.words))


def _codes_in(words: str) -> tuple[str, str]:
    """Return the token of a link and a short code, each empty if it is not there."""
    short = short_codes.parse(words, vehicle_codes.SHORT_LENGTH)
    return vehicle_code_links.find_token(words), short or ""


def _take(context: DeskContext, *, links: list[str], short: str = "") -> FlowStep:
    code = vehicle_codes.scan(context.session, links=links, short=short, by=context.person, now=context.now)
    context.store_draft(ScannedCode(code=code.id))
    return QrStep.RELATION


def _scanned(context: DeskContext) -> VehicleCode:
    code_id = context.load_draft(ScannedCode).code
    return vehicle_codes.find_scanned(context.session, code_id, by=context.person, now=context.now)


def _apply(context: DeskContext, kind: Relationship, words: str) -> NextStep:
    consents.require(context.session, context.person)  # Revoked, perhaps, since the code was scanned.
    filing = vehicle_codes.apply(
        context.session,
        context.load_draft(ScannedCode).code,
        relationship=kind,
        relationship_text=words,
        by=context.person,
        lane=context.account.lane,
        now=context.now,
    )
    if filing.status is FilingStatus.WAITING_OWNER:
        return wait_for_code(context, filing)
    return begin_check(context, filing, cards.applied(context.session, filing, context.texts))
