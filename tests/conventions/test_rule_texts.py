"""Every dated rule, unit, topic and state has a text in both languages."""

from datetime import UTC, datetime

import pytest

from bot.cards.staff import rules as cards
from bot.services.rules import catalogue, pages
from bot.services.rules.definitions import RuleReason
from bot.services.rules.names import RuleName
from bot.services.rules.pages import RuleTopic
from bot.services.rules.parser import PROBLEMS
from bot.services.values.inspection_calendar import ExemptionVersion
from bot.texts import LANGUAGES, Texts, texts
from storage.staff.proposals import ProposalStatus


@pytest.fixture(params=LANGUAGES)
def words(request: pytest.FixtureRequest) -> Texts:
    return texts(request.param)


def test_every_rule_has_a_title_and_a_text_for_its_default(words: Texts) -> None:
    for name in RuleName:
        assert cards.title(name, words)
        assert cards.value_text(name, catalogue.DEFINITIONS[name].default, words)


def test_every_choice_topic_and_state_has_a_text(words: Texts) -> None:
    keys = [f"rule-topic-{topic}" for topic in RuleTopic]
    keys += [f"rule-proposal-{status}" for status in ProposalStatus]
    keys += [f"rule-choice-{version.value.replace('_', '-')}" for version in ExemptionVersion]
    assert [key for key in keys if not words.has(key)] == []


def test_every_problem_of_a_value_has_a_text(words: Texts) -> None:
    assert set(PROBLEMS) == set(RuleReason)
    assert all(words.has(refusal(lower=0, upper=1, choices="").key) for refusal in PROBLEMS.values())


def test_every_rule_is_on_one_page() -> None:
    on_pages = [name for topic in RuleTopic for name in pages.of_topic(topic)]
    assert sorted(on_pages) == sorted(RuleName)


def test_a_page_fits_into_one_message(words: Texts) -> None:
    far = datetime(2027, 3, 1, tzinfo=UTC)
    for topic in RuleTopic:
        standings = [
            pages.CurrentRule(name, catalogue.DEFINITIONS[name].default, far, ()) for name in pages.of_topic(topic)
        ]
        assert len(cards.page(topic, standings, words, with_names=True).text) <= 4096
