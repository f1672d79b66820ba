"""Registration: a Telegram user registers as one real person.

/start ─► (CASE ─►) TERMS ─► SHARING ─► NAME ─► ID_NUMBER ─► CONTACT ─► registered ─► the deep link that led here
                                                       ├─► CODE ─┘  unless the phone number is the one on record
                                                       │     └─ without a code ─► CONFIRM ─► registered
/start, registered or staff ─► the menu      /start, signed out ─► unlocking
"""

from collections.abc import Iterator

from bot import local_time
from bot.card import Card
from bot.cards.identity import registration as cards
from bot.context import DeskContext
from bot.engine.listeners import END, Ask, FlowStep, Handler, NextStep, on_command, on_contact, on_tap, on_words
from bot.errors import AccountEnded, StaleButton
from bot.services.identity import accounts, registration_codes, typed_input
from bot.services.review import identity_endings
from bot.services.rules import rules
from bot.services.rules.names import RuleName
from handlers import menu
from handlers.identity import registration_consents, unlocking, waiting_questions
from handlers.identity.registration_consents import ConsentStep, RegistrationDraft, identity_of
from storage.register.people import Person


class Step(FlowStep):
    """What the flow waits for after the consents."""

    NAME = "name"
    ID_NUMBER = "id_number"
    CONTACT = "contact"
    CODE = "code"
    CONFIRM = "confirm"


def handlers() -> Iterator[Handler]:
    """Return what this module listens to."""
    yield registration_consents.flow(
        entry_points=[on_command("start", start)],
        steps={
            **registration_consents.steps(then=Step.NAME),
            Step.NAME: Ask(name, on_words(take_name), on_tap(cards.KEEP, keep_name)),
            Step.ID_NUMBER: Ask(
                id_number, on_words(take_id_number, is_sensitive=True), on_tap(cards.KEEP, keep_id_number)
            ),
            Step.CONTACT: Ask(
                contact,
                on_contact(take_contact),
                on_words(refuse_typed_phone, is_sensitive=True),
                on_tap(cards.KEEP, keep_phone),
                on_tap(cards.CHANGE, change),
            ),
            Step.CODE: Ask(
                code,
                on_words(take_code, is_sensitive=True),
                on_tap(cards.RESEND, resend),
                on_tap(cards.GO_ON, go_on_without),
                skipped_by_back=True,
            ),
            Step.CONFIRM: Ask(
                confirmation, on_tap(cards.CONFIRM, register), on_tap(cards.CHANGE, change), asks_yes=True
            ),
        },
    )


def start(context: DeskContext) -> FlowStep | None:
    """Show the menu to registered people; others register."""
    if context.account.locked_at is not None:
        context.show(unlocking.still_locked(context))
        return None
    if context.account.ended_at is not None:
        raise AccountEnded
    if context.account.person_id is None:
        return registration_consents.continue_parked(context, Step) or registration_consents.first(context)
    menu.show_menu(context)
    return None


def name(context: DeskContext) -> Card:
    """Ask for the name."""
    return cards.ask_name(context.texts, known=context.load_draft(RegistrationDraft).name)


def take_name(context: DeskContext) -> Step:
    """Set the name."""
    draft = context.load_draft(RegistrationDraft)
    draft.name = typed_input.parse_name(context.words)
    context.store_draft(draft)
    return Step.ID_NUMBER


def keep_name(context: DeskContext) -> Step:
    """Keep the name typed before."""
    return Step.ID_NUMBER


def id_number(context: DeskContext) -> Card:
    """Ask for the ID number."""
    return cards.ask_id_number(context.texts, known=context.load_draft(RegistrationDraft).id_number)


def take_id_number(context: DeskContext) -> Step:
    """Set the ID number."""
    today = local_time.date_of(context.now)
    return _identify(context, typed_input.parse_id_number(context.words, today=today))


def keep_id_number(context: DeskContext) -> Step:
    """Keep the ID number typed before."""
    return _identify(context, context.load_draft(RegistrationDraft).id_number)


def contact(context: DeskContext) -> Card:
    """Ask for the own contact; one that was shared before can be kept."""
    known = context.load_draft(RegistrationDraft).phone
    return cards.keep_contact(context.texts, known=known) if known else cards.ask_contact(context.texts)


def take_contact(context: DeskContext) -> NextStep:
    """Set the phone number, and register who agrees with the record: there is nothing left to check.

    Unless it is the number on record, ask for a code: the same for who is not on record.
    """
    message = context.message
    assert message is not None
    assert message.contact is not None
    shared, sender = message.contact, context.account.telegram_id
    phone = typed_input.parse_own_contact(shared.phone_number, of=shared.user_id, sender=sender)
    step = _take_phone(context, phone)
    if not isinstance(step, ConsentStep):
        context.say(cards.contact_taken(context.texts, phone=phone))
    return step or register(context)


def keep_phone(context: DeskContext) -> NextStep:
    """Keep the phone number whose contact was shared before."""
    phone = context.load_draft(RegistrationDraft).phone
    if not phone:
        raise StaleButton
    return _take_phone(context, phone) or register(context)


def _take_phone(context: DeskContext, phone: str) -> FlowStep | None:
    """Set the phone number, and return the next step: None if it is the one on record of this person."""
    person, draft = _person(context), context.load_draft(RegistrationDraft)
    if (missing := registration_consents.missing(draft)) is not None:
        return missing
    is_proven = person is not None and accounts.is_proven(person, phone=phone, verified_phone=draft.proven)
    draft.phone = phone
    if is_proven and person is not None:
        accounts.require_free(context.session, person)
        draft.proven = person.phone
    context.store_draft(draft)
    if is_proven:
        return None
    registration_codes.ensure(context.session, by=context.account, now=context.now, **identity_of(draft))
    return Step.CODE


def refuse_typed_phone(context: DeskContext) -> None:
    """Refuse a typed phone number, which does not prove whose it is, and any other words."""
    typed_input.refuse_instead_of_contact(context.words)


def code(context: DeskContext) -> Card:
    """Ask for the code sent to the number on record, if there is one."""
    minutes = rules.number(context.session, RuleName.CODE_MINUTES, at=context.now)
    identity = identity_of(context.load_draft(RegistrationDraft))
    is_sent = registration_codes.is_usable(context.session, by=context.account, now=context.now, **identity)
    return cards.ask_code(context.texts, minutes=minutes, is_sent=is_sent)


def take_code(context: DeskContext) -> NextStep:
    """Verify the code, and register: what was entered agrees with the record."""
    draft, by = context.load_draft(RegistrationDraft), context.account
    who = identity_of(draft)
    draft.proven = registration_codes.verify(context.session, context.words, by=by, now=context.now, **who)
    context.store_draft(draft)
    return register(context)


def resend(context: DeskContext) -> Step:
    """Send another code."""
    identity = identity_of(context.load_draft(RegistrationDraft))
    registration_codes.send(context.session, by=context.account, now=context.now, **identity)
    return Step.CODE


def go_on_without(context: DeskContext) -> Step:
    """Go on as somebody who only declares the identity."""
    draft = context.load_draft(RegistrationDraft)
    draft.proven = ""
    context.store_draft(draft)
    return Step.CONFIRM


def confirmation(context: DeskContext) -> Card:
    """Show what was entered, to be confirmed."""
    draft = context.load_draft(RegistrationDraft)
    is_proven = accounts.is_proven(_person(context), phone=draft.phone, verified_phone=draft.proven)
    return cards.confirmation(context.texts, phone=draft.phone, is_proven=is_proven, **identity_of(draft))


def change(context: DeskContext) -> Step:
    """Return to the name or to the contact, which has to be shared again."""
    if context.tapped(cards.CHANGE) == "identity":
        return Step.NAME
    draft = context.load_draft(RegistrationDraft)
    draft.phone = ""
    context.store_draft(draft)
    return Step.CONTACT


def register(context: DeskContext) -> NextStep:
    """Register the account as this person, once they have agreed to the texts in force."""
    draft = context.load_draft(RegistrationDraft)
    if (missing := registration_consents.missing(draft)) is not None:
        return missing
    accounts.register(
        context.session,
        context.account,
        name=draft.name,
        id_number=draft.id_number,
        phone=draft.phone,
        verified_phone=draft.proven,
        now=context.now,
    )
    identity_endings.end_of_account(context.session, context.account, now=context.now, tell=True)
    context.show(cards.done(context.texts, name=draft.name, commands=menu.commands(context)))
    waiting_questions.show(context)
    if draft.link:
        context.follow(draft.link)
    context.follow_wish()
    return END


def _identify(context: DeskContext, number: str) -> Step:
    """Look name and ID number up."""
    draft = context.load_draft(RegistrationDraft)
    accounts.look_up(context.session, name=draft.name, id_number=number, by=context.account, now=context.now)
    draft.id_number = number
    context.store_draft(draft)
    return Step.CONTACT


def _person(context: DeskContext) -> Person | None:
    return accounts.find_holder(context.session, **identity_of(context.load_draft(RegistrationDraft)))
