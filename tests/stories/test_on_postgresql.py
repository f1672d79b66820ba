"""Stories run once more on PostgreSQL, beside those of `tests/storage/test_query_plans.py`, which has every domain."""

from collections.abc import Callable

import pytest

from tests.stories import (
    test_certificate_views,
    test_certificates,
    test_filing_by_sms,
    test_filing_refusals,
    test_menu,
    test_owner_answers,
    test_vehicles,
    test_verification,
)
from tests.stories.app_driver import AppDriver

Story = Callable[[AppDriver], None]

STORIES: tuple[Story, ...] = (
    test_menu.test_callback_data_made_for_another_person_is_refused,
    test_certificates.test_a_sold_vehicle_gets_a_new_certificate_and_the_old_one_is_revoked,
    test_filing_by_sms.test_five_wrong_owner_codes_exhaust_the_code,
    test_filing_by_sms.test_a_flow_continues_after_a_restart_of_the_desk,
    test_filing_refusals.test_applications_are_limited_to_one_a_day_and_five_a_year,
    test_filing_refusals.test_attempts_to_find_a_vehicle_are_limited,
    test_owner_answers.test_the_owner_refuses_with_a_note_and_blocks_the_filer,
    test_vehicles.test_a_term_ends_a_filing_by_itself,
    test_certificate_views.test_a_single_use_share_code_shows_the_certificate_once_and_the_owner_is_notified,
    test_verification.test_after_a_rotation_old_certificates_verify_until_their_key_is_withdrawn,
)


@pytest.mark.parametrize("story", STORIES, ids=lambda story: story.__name__)
def test_stories_pass_on_postgresql(postgresql_app: AppDriver, story: Story) -> None:
    story(postgresql_app)
