"""Registration: a Telegram user becomes a registered user, one real person.

/start ─► TERMS ─► NAME ─► ID_NUMBER ─► CONTACT ─► CONFIRM ─► registered ─► the deep link he came by
                                           └─► CODE ─┘  where the register holds another phone number
/start, registered or of the staff ─► the menu
"""

from collections.abc import Iterator

from bot import local_time
from bot.card import Card
from bot.cards.identity import registration as cards
from bot.context import DeskContext
from bot.engine.listeners import END, Ask, Flow, FlowSignal, FlowStep, Handler, on_command, on_contact, on_tap, on_words
from bot.errors import StaleButton
from bot.services.identity import accounts, consents, typed_input
from bot.services.rules import rules
from bot.services.rules.names import RuleName
from handlers import menu
from storage.identity.consents import ConsentText
from storage.register import people
from storage.register.people import Person


class Step(FlowStep):
    """What we are waiting for."""

    TERMS = "terms"
    NAME = "name"
    ID_NUMBER = "id_number"
    CONTACT = "contact"
    CODE = "code"
    CONFIRM = "confirm"


def handlers() -> Iterator[Handler]:
    """Everything this file listens to."""
    yield Flow(
        "registration",
        entry_points=[on_command("start", start)],
        states={
            Step.TERMS: Ask(terms, on_tap(cards.AGREE, agree)),
            Step.NAME: Ask(name, on_words(take_name), on_tap(cards.KEEP, keep_name)),
            Step.ID_NUMBER: Ask(id_number, on_words(take_id_number), on_tap(cards.KEEP, keep_id_number)),
            Step.CONTACT: Ask(contact, on_contact(take_contact), on_words(refuse_typed_phone)),
            Step.CODE: Ask(code, on_words(take_code), on_tap(cards.RESEND, resend), skipped_by_back=True),
            Step.CONFIRM: Ask(confirmation, on_tap(cards.CONFIRM, register), on_tap(cards.CHANGE, change)),
        },
    )


def start(context: DeskContext) -> Step | None:
    """Who is registered gets the menu, and staff, who need no account of a motorist for their work; others register."""
    comes_by_himself = context.query is None and not context.arguments
    if context.account.person_id is None and not (comes_by_himself and menu.is_staff(context)):
        return Step.TERMS
    menu.show_menu(context)
    return None


def terms(context: DeskContext) -> Card:
    """The terms, in the version in force."""
    days = rules.number(context.session, RuleName.MESSAGE_DAYS, at=context.now)
    return cards.terms(context.texts, version=consents.VERSIONS[ConsentText.TERMS], days=days)


def agree(context: DeskContext) -> Step:
    """Agreed; written down when there is a person who agrees."""
    return Step.NAME


def name(context: DeskContext) -> Card:
    """What is your name?"""
    return cards.ask_name(context.texts, known=context.draft.get("name", ""))


def take_name(context: DeskContext) -> Step:
    """The name, as typed."""
    context.draft["name"] = typed_input.parse_name(context.words)
    return Step.ID_NUMBER


def keep_name(context: DeskContext) -> Step:
    """The name typed before is right."""
    return Step.ID_NUMBER


def id_number(context: DeskContext) -> Card:
    """What is your ID number?"""
    return cards.ask_id_number(context.texts, name=context.draft["name"], known=context.draft.get("id_number", ""))


def take_id_number(context: DeskContext) -> Step:
    """The ID number, as typed."""
    today = local_time.date_of(context.now)
    return _identify(context, typed_input.parse_id_number(context.words, today=today))


def keep_id_number(context: DeskContext) -> Step:
    """The ID number typed before is right."""
    return _identify(context, context.draft["id_number"])


def contact(context: DeskContext) -> Card:
    """Share your own contact."""
    return cards.ask_contact(context.texts)


def take_contact(context: DeskContext) -> Step:
    """The person's own contact; where the register holds another number, a code goes there."""
    message = context.message
    assert message is not None
    assert message.contact is not None
    shared, sender = message.contact, context.account.telegram_id
    phone = typed_input.parse_own_contact(shared.phone_number, of=shared.user_id, sender=sender)
    person = _person(context)
    if person is not None and accounts.phone_to_verify(person, phone) not in (None, context.draft.get("proven")):
        accounts.ensure_code(context.session, person, by=context.account, now=context.now)
        step = Step.CODE
    else:
        step = Step.CONFIRM
    context.draft["phone"] = phone
    context.say(cards.contact_taken(context.texts, phone=phone))
    return step


def refuse_typed_phone(context: DeskContext) -> None:
    """Anybody can type anybody's number."""
    raise typed_input.PhoneTyped


def code(context: DeskContext) -> Card:
    """What is the code that went to the number in the register?"""
    minutes = rules.number(context.session, RuleName.CODE_MINUTES, at=context.now)
    return cards.ask_code(context.texts, phone=_registered_person(context).phone, minutes=minutes)


def take_code(context: DeskContext) -> Step:
    """The six digits."""
    person = _registered_person(context)
    accounts.verify_code(context.session, person, context.words, by=context.account, now=context.now)
    context.draft["proven"] = person.phone
    return Step.CONFIRM


def resend(context: DeskContext) -> Step:
    """Another code."""
    accounts.send_code(context.session, _registered_person(context), by=context.account, now=context.now)
    return Step.CODE


def confirmation(context: DeskContext) -> Card:
    """Is all of this right?"""
    draft, person = context.draft, _person(context)
    known = person is not None and person.registered
    return cards.confirmation(
        context.texts, name=draft["name"], id_number=draft["id_number"], phone=draft["phone"], registered=known
    )


def change(context: DeskContext) -> Step:
    """Something is wrong."""
    return Step.NAME if context.tapped(cards.CHANGE) == "identity" else Step.CONTACT


def register(context: DeskContext) -> FlowSignal:
    """All is right: from now on the account is this person's."""
    draft = context.draft
    person = accounts.register(
        context.session,
        context.account,
        name=draft["name"],
        id_number=draft["id_number"],
        phone=draft["phone"],
        verified_phone=draft.get("proven", ""),
        now=context.now,
    )
    context.show(cards.done(context.texts, name=person.name, commands=menu.commands(context)))
    if "link" in draft:
        context.follow(draft["link"])
    return END


def _identify(context: DeskContext, number: str) -> Step:
    """See that name and ID number belong together, and that the person has no account."""
    accounts.look_up(context.session, name=context.draft["name"], id_number=number, by=context.account, now=context.now)
    context.draft["id_number"] = number
    return Step.CONTACT


def _person(context: DeskContext) -> Person | None:
    return people.by_id_number(context.session, context.draft["id_number"])


def _registered_person(context: DeskContext) -> Person:
    person = _person(context)
    if person is None:
        raise StaleButton  # The register lost him while he was typing.
    return person
