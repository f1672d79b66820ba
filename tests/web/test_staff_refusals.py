"""Refusals on the staff's page: the reasons of the chat, with what to do on the page where those name a command."""

import re

import pytest

import bot.services
from bot import discovery
from bot.cards.menu import all_commands
from bot.errors import Refusal
from bot.texts import LANGUAGES, texts
from storage.staff.members import StaffRole
from tests.conventions.test_catalogues import messages, values
from tests.stories.app_driver import AppDriver
from tests.web.staff_browser import colleague, signed_in

OWN = "desk-refused-"
COMMAND = re.compile(r"(?<![\w<])/(?:[a-z]+\b|\{)")
# What is done in the chat only: to be away, to register, to have one's own identity checked.
OF_THE_CHAT = {
    *("refused-away-day", "refused-away-day-passed"),
    *("refused-member-not-registered", "refused-staff-not-verified", "refused-person-taken"),
}


def refusals(base: type[Refusal] = Refusal) -> set[type[Refusal]]:
    """Return all refusals of services."""
    list(discovery.modules(bot.services))
    found = {each for one in base.__subclasses__() for each in (one, *refusals(one))}
    return {each for each in found if each.__module__.startswith(bot.services.__name__)}  # Handlers may be loaded, too.


def text_of(language: str, key: str) -> str:
    """Return a text with something in each of its places."""
    return texts(language).plain(key, **dict.fromkeys(values(messages(language)[key]), "1") | {"command": "case"})


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_texts_of_the_page_stand_for_those_of_the_chat_and_name_no_command(language: str) -> None:
    found = messages(language)
    own = [key for key in found if key.startswith(OWN)]
    assert own
    for key in own:
        theirs = key.removeprefix("desk-")
        assert values(found[key]) <= values(found[theirs]), key
        assert not COMMAND.search(text_of(language, key)), key


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_offers_a_command_of_staff_names_it_in_the_chat_only(language: str) -> None:
    found, of_staff = messages(language), {name for name, command in all_commands().items() if command.roles}
    offering = {each.key for each in refusals() if of_staff & {*each.offers}} & found.keys()
    naming = {key for key in offering if COMMAND.search(text_of(language, key))}
    assert naming
    assert {key for key in naming if f"desk-{key}" not in found} == OF_THE_CHAT


def test_the_officer_who_opens_the_cashiers_page_reads_of_no_command(app: AppDriver) -> None:
    page = signed_in(app, colleague(app, "民警小郑", StaffRole.OFFICER))
    assert page.opens("/staff/money") == 403
    page.sees("您不能打开这一页")
    page.opens("/staff/look-up")
    assert page.sends("/staff/look-up/person", number="") == 409
    page.sees("请写要查的身份证号")


@pytest.mark.parametrize("part", ["cases", "identity"])
def test_a_case_that_is_not_there_is_named_by_no_number(app: AppDriver, part: str) -> None:
    page = signed_in(app, colleague(app, "审核员小周", StaffRole.REVIEWER))
    assert page.opens(f"/staff/{part}/00000000-0000-0000-0000-000000000000") == 409
    page.sees("请在“待办”里打开")
    assert "?" not in page.page.partition("<main")[2]
