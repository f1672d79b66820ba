"""Every refusal offers a way out as a button, or is about what was just typed or sent, and shown with its question.

A refusal outside a step that offers nothing gets the menu; that is no way out of a matter of its own.
"""

from collections.abc import Iterator

import pytest

import bot.engine
import bot.services
import bot.web
import handlers
from bot import discovery
from bot.cards import menu
from bot.errors import Refusal, SeveralRefusals
from bot.texts import LANGUAGES, texts

# Answers to what was typed, tapped or sent at a step, which asks again below, or after a command, whose text says how.
_OF_ONE_ENTRY = """
    AppealTooLong CodeExpired CodeMalformed CodeTooShort CodeTooSoon CodeTriesExhausted CodeWrong
    ContactAwaited
    DeskWordsInRelationship IdentityCodeTooSoon IdentityCodeWrong
    IdentityReasonMissing InvalidAddress InvalidBirthDate InvalidEngineNumber InvalidFilingLine
    InvalidIdNumber
    InvalidIssueLine InvalidName InvalidPaperPhone InvalidPhone InvalidPicture InvalidPlate InvalidPlateType
    InvalidRecipient InvalidRelationship InvalidShortCode InvalidStaffName InvalidTracking MonthOutOfRange
    NoCodeInPicture NoReason NoSuchPlate NobodyFound NotTheWord NotVehicleCode NotYourContact NothingChosen
    NothingToRevoke ObjectionPhotos ObjectionWords PhoneNotVerified PhoneTyped PhotoChoice PhotoReused PhotosMissing
    PlateNotUnique ReasonForClosing ReasonIsAnswer ReferenceUnreadable RuleDayOutOfRange RuleDayPast
    RuleDayUnnamed RuleDayUnreadable RuleDaysReversed RuleIncomplete
    RuleNotAChoice RuleNotAList RuleNotANumber RuleNotAnAmount RuleNotASwitch RuleNotUnderstood RuleOutOfBounds
    RuleValueUnquoted RuleWhyTooLong StaffRolesMissing TermsNotAgreed UnreadableSearch WordsMissing
"""
OF_ONE_ENTRY = frozenset(_OF_ONE_ENTRY.split())
# The portal shows these on its pages, with a link back to the form, the Mini App above its scanner.
OF_THE_PORTAL = frozenset({"ActingForAnother", "NotOurCode", "SignInCodeInvalid", "TooManySignInAttempts"})


def refusals() -> list[type[Refusal]]:
    for package in (bot.engine, bot.services, bot.web, handlers):
        list(discovery.modules(package))
    found = {each for each in subclasses(Refusal) if each.__module__.split(".")[0] in ("bot", "handlers")}
    return sorted(found - {SeveralRefusals}, key=lambda each: each.__name__)


def subclasses(base: type[Refusal]) -> Iterator[type[Refusal]]:
    for each in base.__subclasses__():
        yield each
        yield from subclasses(each)


@pytest.mark.parametrize("refusal", refusals(), ids=lambda each: each.__name__)
def test_a_refusal_offers_a_way_out(refusal: type[Refusal]) -> None:
    is_of_entry = refusal.__name__ in OF_ONE_ENTRY | OF_THE_PORTAL
    assert bool(refusal.offers) is not is_of_entry, (
        f"{refusal.__name__}: give it offers=(…), the commands that help; or if a step asks again below it, add it to "
        "OF_ONE_ENTRY"
    )


def test_every_offered_command_has_a_button() -> None:
    offered = {command for refusal in refusals() for command in refusal.offers}
    assert offered <= menu.all_commands().keys()
    for language in LANGUAGES:
        assert all(texts(language).has(f"go-{command}") for command in offered)


def test_the_exceptions_exist() -> None:
    names = {each.__name__ for each in refusals()}
    assert names.issuperset(OF_ONE_ENTRY | OF_THE_PORTAL)
