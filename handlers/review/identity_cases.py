"""/identity: people ask staff to verify them, or to move them to another account or phone number.

/identity ─► KIND ─► CONSENT (─► NAME ─► ID_NUMBER) (─► CONTACT) ─► DOCUMENT ─► SELFIE ─► CONFIRM ─► with staff
               └─ tap Somebody else asks for my identity ─► OBJECTION ─ contact ─► disputed
/identity, a case is open ─► the case ─ tap Withdraw ─ confirm or keep, or tap I have the code (identity_confirmations)
a case against the person ─ tap This is not me ─► disputed
                          ─ words ─► use the buttons
"""

from collections.abc import Iterator

from bot.card import Card
from bot.cards.review import identity_cases as cards
from bot.context import DeskContext
from bot.engine.listeners import (
    END,
    NOT_HANDLED,
    Ask,
    Flow,
    FlowSignal,
    FlowStep,
    Handler,
    on_command,
    on_contact,
    on_tap,
    on_words,
)
from bot.errors import StaleButton
from bot.services.review import (
    identity_alerts,
    identity_cases,
    identity_objections,
    identity_withdrawals,
    photo_consent,
)
from bot.services.review.identity_cases import IdentityRequest
from bot.services.staff import permissions
from handlers.review import identity_facts, identity_queue
from handlers.review.identity_facts import FactStep, IdentityDraft
from storage.review import identity_cases as store
from storage.review.identity_cases import IdentityCaseKind
from storage.staff.members import StaffRole


class Step(FlowStep):
    """What the flow waits for."""

    KIND = "kind"
    CONSENT = "consent"
    OBJECTION = "objection"


def handlers() -> Iterator[Handler]:
    """Return what this module listens to."""
    yield on_tap(cards.OWN, show_own)
    yield on_tap(cards.WITHDRAW, ask_to_withdraw)
    yield on_tap(cards.WITHDRAW_CONFIRMED, withdraw)
    yield on_tap(cards.STOP, stop)
    yield on_words(remind_of_cases)
    yield Flow(
        "identity",
        entry_points=[on_command("identity", start), on_tap(cards.BEGIN, begin)],
        steps={
            Step.KIND: Ask(kinds, on_tap(cards.KIND, take_kind), on_tap(cards.OBJECT, begin_objection)),
            Step.OBJECTION: Ask(
                objecting_contact,
                on_contact(object_by_phone),
                on_words(identity_facts.refuse_typed_phone, is_sensitive=True),
            ),
            Step.CONSENT: Ask(consent, on_tap(cards.AGREE, agree), is_consent=True),
            **identity_facts.steps(),
            FactStep.CONFIRM: Ask(
                confirmation, on_tap(cards.SEND, send), on_tap(cards.RETAKE, identity_facts.retake), asks_yes=True
            ),
        },
    )


def start(context: DeskContext) -> Step | None:
    """Show reviewers the queue, or the case with the number that follows; others their own page. Raises NotStaff.

    Reviewers who have signed out read how to unlock the queue; their own page stays open to who has lost the phone.
    A number alone is what an applicant copies from their own messages: it opens that page, whose case it may be.
    """
    has_signed_out = permissions.has_signed_out(context.session, context.account)
    names_case = len(context.arguments) > 1 or (context.arguments and has_signed_out)
    if names_case or permissions.has_role(context.session, context.account, StaffRole.REVIEWER):
        identity_queue.by_command(context)
        return None
    if has_signed_out:
        context.say(cards.signed_out(context.texts))
    return _own_page(context)


def begin(context: DeskContext) -> Step | None:
    """Open a case of one's own, also for reviewers and for holders of an account that somebody asks for."""
    existing = store.open_of_account(context.session, context.account.id)
    if existing is not None:
        context.show(cards.own(context.texts, existing))
        return None
    identity_cases.require_possible(context.session, context.account, now=context.now)
    return Step.KIND


def kinds(context: DeskContext) -> Card:
    """Ask what the case is about."""
    return cards.kinds(context.texts, identity_cases.kinds_for(context.session, context.account, now=context.now))


def take_kind(context: DeskContext) -> Step:
    """Set the kind."""
    try:
        kind = IdentityCaseKind(context.tapped(cards.KIND))
    except ValueError:
        raise StaleButton from None
    if kind not in identity_cases.kinds_for(context.session, context.account, now=context.now):
        raise StaleButton
    context.store_draft(identity_facts.begin_draft(context, kind))
    return Step.CONSENT


def consent(context: DeskContext) -> Card:
    """Ask for consent to the photos."""
    return cards.consent(context.texts, photo_consent.in_force(context.session, now=context.now))


def agree(context: DeskContext) -> FactStep:
    """Go on to the first fact that the kind needs; the consent is recorded with the case."""
    return identity_facts.first_step(context, context.load_draft(IdentityDraft))


def confirmation(context: DeskContext) -> Card:
    """Show what is sent to staff."""
    draft = context.load_draft(IdentityDraft)
    facts = {"name": draft.name, "id_number": draft.id_number, "phone": draft.phone}
    return cards.confirmation(context.texts, kind=draft.kind, **facts)


def send(context: DeskContext) -> FlowSignal:
    """Open the case."""
    draft = context.load_draft(IdentityDraft)
    if draft.document is None or draft.selfie is None:
        raise StaleButton
    facts = (draft.name, draft.id_number, draft.phone)
    hashes = (draft.document_hashes, draft.selfie_hashes)
    request = IdentityRequest(draft.kind, draft.document, draft.selfie, *facts, *hashes)
    case = identity_cases.open_case(context.session, context.account, request, now=context.now)
    context.show(cards.opened(context.texts, case))
    context.leave("registration")  # The case decides who they are; a rejection leads to the registration again.
    return END


def show_own(context: DeskContext) -> None:
    """Show one's own undecided case again. Raises NotYours or IdentityCaseClosed."""
    case = identity_withdrawals.find_own(context.session, context.tapped(cards.OWN), by=context.account)
    context.show(cards.own(context.texts, case))


def ask_to_withdraw(context: DeskContext) -> None:
    """Say what it costs to withdraw one's own case, and ask."""
    case_id = context.tapped(cards.WITHDRAW)
    cost = identity_withdrawals.cost(context.session, case_id, by=context.account, now=context.now)
    context.show(cards.ask_withdrawal(context.texts, cost))


def withdraw(context: DeskContext) -> None:
    """Withdraw one's own case."""
    case_id = context.tapped(cards.WITHDRAW_CONFIRMED)
    case = identity_withdrawals.withdraw(context.session, case_id, by=context.account, now=context.now)
    context.show(cards.withdrawn(context.texts, case))


def stop(context: DeskContext) -> None:
    """Object to a case that would take this person's identity to another account."""
    case_id = context.tapped(cards.STOP)
    case = identity_objections.object_to(context.session, case_id, by=context.person, now=context.now)
    context.show(cards.objected(context.texts, case))


def remind_of_cases(context: DeskContext) -> FlowSignal | None:
    """Answer words typed outside a flow with the cases to which the person can still object."""
    account = context.account
    if context.conversation.flow or not account.is_signed_in or account.person_id is None:
        return NOT_HANDLED
    against = [each for each in store.open_against(context.session, account.person_id) if each.disputed_at is None]
    if not against:
        return NOT_HANDLED
    context.say(cards.use_buttons(context.texts, against), about=identity_alerts.list_topic(account.person_id))
    return None


def begin_objection(context: DeskContext) -> Step:
    """Begin to object by the own phone number, without an account or from one that is locked."""
    return Step.OBJECTION


def objecting_contact(context: DeskContext) -> Card:
    """Ask for the own contact."""
    return cards.ask_objecting_contact(context.texts)


def object_by_phone(context: DeskContext) -> FlowSignal:
    """Object to every case about the people with this phone number, which Telegram has verified to be the sender's."""
    phone = identity_facts.shared_phone(context)
    found = identity_objections.object_by_phone(context.session, phone, by=context.account, now=context.now)
    context.show(cards.objected_by_phone(context.texts) if found else cards.nothing_to_object_to(context.texts))
    return END


def _own_page(context: DeskContext) -> Step | None:
    person_id = context.account.person_id if context.account.is_signed_in else None
    against = store.open_against(context.session, person_id) if person_id is not None else []
    if against and person_id is not None:
        context.show(cards.against(context.texts, against), about=identity_alerts.list_topic(person_id))
        return None
    return begin(context)
