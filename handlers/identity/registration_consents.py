"""What a person agrees to first in the registration, and what they have entered so far.

(CASE ─ tap End the case ─►) TERMS ─ tap Agree ─► SHARING ─ tap Agree ─► the name

The consents are recorded on registration, when the person is known. CASE: the open identity case of the account ends
with it, so nobody registers before they have read so.
"""

from collections.abc import Sequence
from functools import partial
from typing import Any, TypedDict

from bot.card import Card
from bot.cards import navigation
from bot.cards.identity import registration as cards
from bot.context import DeskContext
from bot.engine.listeners import Ask, Flow, FlowStep, Listener, Prompt, on_tap
from bot.services.identity import accounts, consents
from bot.services.review import identity_withdrawals
from bot.services.rules import rules
from bot.services.rules.names import RuleName
from bot.stored_json import Draft
from storage.identity.consents import ConsentText
from storage.review import identity_cases
from storage.review.identity_cases import IdentityCase


class ConsentStep(FlowStep):
    """The text that waits for consent."""

    CASE = "case"
    TERMS = "terms"
    SHARING = "sharing"


class RegistrationDraft(Draft):
    """What a person has entered. proven: the number in the register whose code was verified; link: to follow then.

    terms, sharing: the versions of the texts to which they have agreed.
    """

    name: str = ""
    id_number: str = ""
    phone: str = ""
    proven: str = ""
    link: str | None = None
    terms: str = ""
    sharing: str = ""


class Identity(TypedDict):
    """A name and an ID number."""

    name: str
    id_number: str


def identity_of(draft: RegistrationDraft) -> Identity:
    """Return the identity that a person has entered."""
    return {"name": draft.name, "id_number": draft.id_number}


def steps(*, then: FlowStep) -> dict[FlowStep, Ask]:
    """Return the steps of the consents. then: the step after them."""

    def agree_sharing(context: DeskContext) -> FlowStep:
        draft = context.load_draft(RegistrationDraft)
        draft.sharing = consents.VERSIONS[ConsentText.DATA_SHARING]
        context.store_draft(draft)
        return missing(draft) or then

    return {
        ConsentStep.CASE: Ask(case, on_tap(cards.END_CASE, end_case), is_consent=True),
        ConsentStep.TERMS: Ask(terms, on_tap(cards.AGREE, agree), is_consent=True),
        ConsentStep.SHARING: Ask(sharing, on_tap(cards.AGREE_SHARING, agree_sharing), is_consent=True),
    }


def flow(*, entry_points: Sequence[Listener], steps: dict[FlowStep, Ask]) -> Flow:
    """Return the registration. It ends for who gets their identity meanwhile, by an approved identity case."""
    for ask in steps.values():
        ask.prompt = partial(_ask_guest, ask.prompt)
    return Flow("registration", entry_points=entry_points, steps=steps, is_over=_is_over)


def end_case(_: DeskContext) -> ConsentStep:
    """Go on although the case ends with the registration; whoever sends another case leaves the registration."""
    return ConsentStep.TERMS


def first(context: DeskContext) -> ConsentStep:
    """Return the step with which the registration begins."""
    return ConsentStep.TERMS if _case(context) is None else ConsentStep.CASE


def continue_parked(context: DeskContext, steps: type[FlowStep]) -> FlowStep | None:
    """Return the step at which the registration was left for another flow, and restore what was entered.

    steps: those after the consents. None if nothing is kept, or the person starts over.
    """
    kept = context.conversation.parked.get("registration")
    if kept is None or context.is_tap_of(navigation.RESTART):
        return None
    found = next((each for kind in (ConsentStep, steps) for each in kind if each.value == kept["step"]), None)
    if found is not None:
        context.conversation.draft, context.conversation.trail = kept["draft"], kept["trail"]
    return found


def missing(draft: RegistrationDraft) -> ConsentStep | None:
    """Return the step of a consent that is missing: the text has changed, or the flow began under an older version."""
    if draft.terms != consents.VERSIONS[ConsentText.TERMS]:
        return ConsentStep.TERMS
    return ConsentStep.SHARING if draft.sharing != consents.VERSIONS[ConsentText.DATA_SHARING] else None


def case(context: DeskContext) -> Card:
    """Say that the open identity case ends with the registration, and what that costs; or that it is over already."""
    found, by = _case(context), context.account
    if found is None:
        return cards.case_over(context.texts)
    return cards.ends_case(context.texts, identity_withdrawals.cost(context.session, found.id, by=by, now=context.now))


def terms(context: DeskContext) -> Card:
    """Show the terms in force."""
    days = rules.number(context.session, RuleName.MESSAGE_DAYS, at=context.now)
    return cards.terms(context.texts, version=consents.VERSIONS[ConsentText.TERMS], days=days)


def agree(context: DeskContext) -> ConsentStep:
    """Agree to the terms."""
    draft = context.load_draft(RegistrationDraft)
    draft.terms = consents.VERSIONS[ConsentText.TERMS]
    context.store_draft(draft)
    return ConsentStep.SHARING


def sharing(context: DeskContext) -> Card:
    """Name the providers that receive data, before any text message is sent."""
    return cards.sharing(context.texts, version=consents.VERSIONS[ConsentText.DATA_SHARING])


def _is_over(context: DeskContext, _: dict[str, Any]) -> bool:
    return context.account.person_id is not None


def _ask_guest(question: Prompt, context: DeskContext) -> Card:
    if context.account.person_id is not None:
        raise accounts.AlreadyRegistered
    return question(context)


def _case(context: DeskContext) -> IdentityCase | None:
    return identity_cases.open_of_account(context.session, context.account.id)
