"""Every statement of real turns and of housekeeping finds its rows by an index, on both databases.

On SQLite every story is watched where it is told (`tests/stories/conftest.py`); one shows that housekeeping is, too.
"""

from collections.abc import Callable, Iterator

import pytest

from bot.simulator.gateways import GatewayKeys
from tests.storage import query_plans
from tests.storage.statement_recorder import recorded
from tests.stories import (
    cast,
    shared_sandbox,
    test_certificate_applications,
    test_certificate_reminders,
    test_deletion,
    test_filing_by_sms,
    test_live_views,
    test_objections,
    test_organisations,
    test_owner_answers,
    test_paper_copies,
    test_payments,
    test_review_photos,
    test_vehicles,
    test_verification,
    test_violation_notifications,
    test_violations,
)
from tests.stories.app_driver import AppDriver
from tests.stories.payment_driver import Bank

Story = Callable[[AppDriver], None]


def paying(app: AppDriver) -> None:
    """Pay a fine by scanning, up to the receipt."""
    bank = Bank(app, GatewayKeys.generate())
    test_payments.test_a_scanned_code_is_paid_and_the_receipt_is_sent(app, bank, "微信支付")
    bank.close()


def reviewing(app: AppDriver) -> None:
    """Take a case, view its photos, return it."""
    driver, reviewer = cast.driver(app), cast.reviewer(app)
    test_review_photos.test_one_set_of_photos_is_shown_at_a_time_and_none_after_the_decision(app, driver, reviewer)


STORIES: tuple[Story, ...] = (
    paying,
    reviewing,
    test_certificate_reminders.test_a_filed_user_is_reminded_and_cannot_apply,
    test_certificate_applications.test_the_owner_applies_in_an_exempt_year_and_the_old_certificate_is_superseded,
    test_deletion.test_a_self_declared_person_is_erased_and_not_revived_by_who_declares_the_number_next,
    test_filing_by_sms.test_a_filing_is_made_step_by_step_with_the_code_from_the_owner,
    test_objections.test_an_objection_upheld_before_a_decision_cancels_the_violation,
    test_organisations.test_an_invited_person_becomes_a_member,
    test_owner_answers.test_the_owner_is_reminded_and_then_the_application_lapses,
    test_paper_copies.test_a_copy_by_post_is_ordered_printed_and_posted,
    test_live_views.test_a_live_view_refreshes_itself_and_ends,
    test_vehicles.test_the_owner_sees_the_filers_and_ends_a_filing,
    test_verification.test_certificate_text_is_verified_in_any_flow_without_ending_it,
    test_violation_notifications.test_the_owner_and_filed_users_are_notified_of_new_records,
    test_violations.test_violations_are_handled_up_to_the_decision,
)

CASES = [("sqlite", paying), *(("postgresql", story) for story in STORIES)]


@pytest.fixture(scope="module", autouse=True)
def _sandbox() -> Iterator[None]:
    yield
    shared_sandbox.close()


@pytest.fixture
def app(store_url: str) -> Iterator[AppDriver]:
    app = AppDriver(store_url)
    yield app
    app.close()


@pytest.mark.parametrize(
    ("store_url", "story"), CASES, ids=[f"{kind}-{story.__name__}" for kind, story in CASES], indirect=["store_url"]
)
def test_no_turn_reads_a_growing_table_from_end_to_end(app: AppDriver, story: Story) -> None:
    with recorded(app.database) as statements:
        story(app)
        app.wait(app.database.write(app.desk.housekeeping.round))
    assert len(statements) > 20
    assert query_plans.scans(app.database, statements) == []
