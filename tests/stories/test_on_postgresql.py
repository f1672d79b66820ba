"""The desk is one code on two databases: stories of every noun, told once more on PostgreSQL."""

from collections.abc import Callable

import pytest

from tests.stories import (
    test_filing_by_sms,
    test_filing_refusals,
    test_menu,
    test_owner_answers,
    test_vehicles,
)
from tests.stories.town import Town

Story = Callable[[Town], None]

STORIES: tuple[Story, ...] = (
    test_menu.test_a_button_made_for_somebody_else_does_not_fit,
    test_filing_by_sms.test_step_by_step_with_the_code_from_the_owner,
    test_filing_by_sms.test_five_wrong_codes_use_it_up,
    test_filing_by_sms.test_the_desk_restarts_in_the_middle_and_goes_on,
    test_filing_refusals.test_one_application_a_day_and_five_a_year,
    test_filing_refusals.test_probing_the_register_is_limited,
    test_owner_answers.test_a_silent_owner_is_reminded_and_then_it_lapses,
    test_owner_answers.test_the_owner_refuses_with_a_reason_and_blocks,
    test_vehicles.test_the_owner_sees_who_since_when_which_way_and_unbinds,
    test_vehicles.test_a_term_ends_a_filing_by_itself,
)


@pytest.mark.parametrize("story", STORIES, ids=lambda story: story.__name__)
def test_the_same_story_holds_on_postgresql(postgresql_town: Town, story: Story) -> None:
    story(postgresql_town)
