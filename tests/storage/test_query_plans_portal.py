"""What runs beside the turns reads no growing table from end to end on PostgreSQL.

That is the portal, verification, staff commands, payment webhooks and housekeeping. On SQLite every
story and every page of the tests is watched (`tests/stories/conftest.py`).
"""

from collections.abc import Callable, Iterator

import pytest

from bot.simulator.gateways import GatewayKeys
from storage.staff.members import StaffRole
from tests.stories import (
    cast,
    shared_sandbox,
    test_audit,
    test_blacklist,
    test_ledger,
    test_objections,
    test_retention,
    test_reviews,
    test_rules,
    test_staff,
)
from tests.stories.actor import Actor
from tests.stories.app_driver import AppDriver
from tests.stories.conftest import postgresql_app
from tests.stories.payment_driver import Bank
from tests.web import (
    test_fleet,
    test_members,
    test_metrics,
    test_published_keys,
    test_sign_in,
    test_vehicle,
    test_verification,
)
from tests.web.visitor import Visitor

__all__ = ["postgresql_app"]

Story = Callable[[AppDriver], None]


@pytest.fixture(scope="module", autouse=True)
def _sandbox() -> Iterator[None]:
    yield
    shared_sandbox.close()


def admin(app: AppDriver, name: str = "管理员老陈") -> Actor:
    """Return an admin who has started the bot."""
    return cast.greeted(cast.reviewer(app, name, (StaffRole.ADMIN,)))


def the_audit(app: AppDriver) -> None:
    """Read the audit: all of it, one kind of thing, one application; verify its chain."""
    chen = admin(app)
    test_audit.test_an_admin_reads_the_audit(app, chen)
    test_audit.test_the_chain_is_verified_and_tampering_is_found(app, chen)


def one_application(app: AppDriver) -> None:
    """Read the audit of one application."""
    test_audit.test_an_admin_reads_the_audit_of_one_application(app, admin(app))


def finding(app: AppDriver) -> None:
    """Find a person by each number."""
    officer = cast.reviewer(app, "交警老何", (StaffRole.OFFICER,))
    test_audit.test_a_person_is_found_by_each_number_masked_and_recorded(app, officer)


def figures(app: AppDriver) -> None:
    """Read the statistics of /stats."""
    test_audit.test_the_figures_are_counted(app, admin(app))


def staff(app: AppDriver) -> None:
    """Invite a member of staff."""
    test_staff.test_two_admins_invite_somebody_who_accepts_by_the_link(app, admin(app), admin(app, "管理员老林"))


def announcing(app: AppDriver) -> None:
    """Announce a rule to all users."""
    test_rules.test_a_long_announcement_takes_several_turns(app, admin(app), admin(app, "管理员老林"))


def queueing(app: AppDriver) -> None:
    """Show the queue of cases."""
    driver, owner, zhou = cast.driver(app), cast.owner(app), cast.greeted(cast.reviewer(app))
    test_reviews.test_the_queue_shows_the_earliest_due_first_and_marks_overdue_cases(app, driver, owner, zhou)


def blacklisting(app: AppDriver) -> None:
    """Propose a blacklist entry."""
    driver, owner, zhou = cast.driver(app), cast.owner(app), cast.greeted(cast.reviewer(app))
    he = cast.greeted(cast.reviewer(app, "审核员小何"))
    test_blacklist.test_a_proposal_for_false_material_returns_the_case(app, driver, owner, zhou, he, admin(app))


def cashing(app: AppDriver) -> None:
    """Pay twice, close the day, and reconcile with the gateway's bill."""
    bank = Bank(app, GatewayKeys.generate())
    test_ledger.test_a_day_is_compared_and_closed(app, bank)
    app.later(days=2)
    app.run_housekeeping()
    bank.close()


def objecting(app: AppDriver) -> None:
    """Show an objection and answer it."""
    bank = Bank(app, GatewayKeys.generate())
    test_objections.test_staff_see_masked_data_and_reject_with_a_reason(app, bank)
    bank.close()


def verifying(app: AppDriver) -> None:
    """Verify a share code on the public page."""
    visitor = Visitor(app, photo_pool=shared_sandbox.shared())
    test_verification.test_a_share_code_works_on_the_page_and_the_owner_is_notified(app, visitor)


def publishing(app: AppDriver) -> None:
    """Fetch the published keys and the status list."""
    visitor = Visitor(app, photo_pool=shared_sandbox.shared())
    test_published_keys.test_an_old_status_list_is_replaced_in_time(app, visitor)


STORIES: tuple[Story, ...] = (
    the_audit,
    one_application,
    finding,
    figures,
    staff,
    announcing,
    queueing,
    blacklisting,
    cashing,
    objecting,
    verifying,
    publishing,
    test_vehicle.test_a_filing_is_shown_and_unbound,
    test_vehicle.test_a_driver_uses_the_vehicle_code_on_the_screen,
    test_vehicle.test_unhandled_violations_are_shown,
    test_fleet.test_the_list_is_filtered,
    test_fleet.test_the_csv_file_contains_no_formulas,
    test_members.test_the_administration_is_handed_over,
    test_metrics.test_backlogs_and_counters_are_reported,
    test_retention.test_used_codes_timers_and_live_views_are_deleted_after_thirty_days,
    test_sign_in.test_a_browser_can_sign_out_another,
    test_sign_in.test_guessing_codes_is_limited_per_address,
)


@pytest.mark.parametrize("story", STORIES, ids=lambda story: story.__name__)
def test_no_request_outside_turns_reads_a_growing_table_from_end_to_end(
    postgresql_app: AppDriver, story: Story
) -> None:
    story(postgresql_app)
    postgresql_app.run_housekeeping()
