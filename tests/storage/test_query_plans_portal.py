"""What runs beside the turns of people reads no growing table from end to end on PostgreSQL.

Pages of the portal, verification, the commands of staff, notices of payments and the chores of the
house. On SQLite every story and every page of the tests is watched so (`tests/stories/conftest.py`).
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
    test_objections,
    test_refunds,
    test_retention,
    test_reviews,
    test_rules,
    test_staff,
)
from tests.stories.actor import Actor
from tests.stories.app_driver import Town
from tests.stories.conftest import postgresql_town
from tests.stories.payment_driver import Bank
from tests.web import test_fleet, test_members, test_metrics, test_sign_in, test_vehicle, test_verification
from tests.web.visitor import Visitor

__all__ = ["postgresql_town"]

Story = Callable[[Town], None]


@pytest.fixture(scope="module", autouse=True)
def _sandbox() -> Iterator[None]:
    yield
    shared_sandbox.close()


def admin(town: Town, name: str = "管理员老陈") -> Actor:
    """An admin who has greeted the desk."""
    return cast.greeted(cast.reviewer(town, name, (StaffRole.ADMIN,)))


def the_audit(town: Town) -> None:
    """Read the audit whole, by a thing, by an application, and follow its chain."""
    chen = admin(town)
    test_audit.test_an_admin_reads_what_was_done_and_by_whom(town, chen)
    test_audit.test_the_chain_is_verified_and_tampering_is_found(town, chen)


def one_application(town: Town) -> None:
    """Read the audit of one application."""
    test_audit.test_the_audit_of_one_application(town, admin(town))


def finding(town: Town) -> None:
    """Find a person by each number."""
    officer = cast.reviewer(town, "交警老何", (StaffRole.OFFICER,))
    test_audit.test_a_person_is_found_by_each_number_masked_and_recorded(town, officer)


def figures(town: Town) -> None:
    """Count what /stats tells."""
    test_audit.test_the_figures_are_counted(town, admin(town))


def staff(town: Town) -> None:
    """Invite a member of staff."""
    test_staff.test_two_admins_invite_somebody_who_accepts_by_the_link(town, admin(town), admin(town, "管理员老林"))


def announcing(town: Town) -> None:
    """Tell a rule to everybody."""
    test_rules.test_a_long_announcement_takes_several_turns(town, admin(town), admin(town, "管理员老林"))


def queueing(town: Town) -> None:
    """Look at the queue of cases."""
    driver, owner, zhou = cast.driver(town), cast.owner(town), cast.greeted(cast.reviewer(town))
    test_reviews.test_the_oldest_due_comes_first_and_the_overdue_are_marked(town, driver, owner, zhou)


def blacklisting(town: Town) -> None:
    """Propose somebody for the blacklist."""
    driver, owner, zhou = cast.driver(town), cast.owner(town), cast.greeted(cast.reviewer(town))
    he = cast.greeted(cast.reviewer(town, "审核员小何"))
    test_blacklist.test_false_material_returns_the_case_and_asks_a_second_person(
        town, driver, owner, zhou, he, admin(town)
    )


def cashing(town: Town) -> None:
    """Pay twice, send back what was too much, write the table for the books, and compare with the gateway's bill."""
    bank = Bank(town, GatewayKeys.generate())
    test_refunds.test_the_table_for_the_books_comes_as_a_file(town, bank)
    town.later(days=2)
    town.keep_house()
    bank.close()


def objecting(town: Town) -> None:
    """Look at what was objected to, and decide."""
    bank = Bank(town, GatewayKeys.generate())
    test_objections.test_staff_see_it_masked_and_reject_it_with_a_reason(town, bank)
    bank.close()


def verifying(town: Town) -> None:
    """Ask the public page with a share code."""
    visitor = Visitor(town, photo_pool=shared_sandbox.shared())
    test_verification.test_a_share_code_works_on_the_page_and_tells_the_holder(town, visitor)


def publishing(town: Town) -> None:
    """Ask for the published keys and the list of what does not count."""
    visitor = Visitor(town, photo_pool=shared_sandbox.shared())
    test_verification.test_a_list_grows_old_and_a_new_one_follows_in_time(town, visitor)


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
    test_vehicle.test_who_filed_a_car_is_shown_and_unbound,
    test_vehicle.test_the_vehicle_qr_of_the_screen_is_used_by_a_driver,
    test_vehicle.test_violations_that_wait_for_a_driver_are_shown,
    test_fleet.test_the_fleet_is_narrowed,
    test_fleet.test_the_fleet_as_a_file_has_no_formulas,
    test_members.test_the_administration_is_handed_over,
    test_metrics.test_what_waits_and_what_was_done_is_told,
    test_retention.test_spent_codes_timers_and_showings_go_after_thirty_days,
    test_sign_in.test_one_browser_signs_another_out,
    test_sign_in.test_guessing_is_stopped,
)


@pytest.mark.parametrize("story", STORIES, ids=lambda story: story.__name__)
def test_what_runs_beside_the_turns_reads_no_growing_table_whole(postgresql_town: Town, story: Story) -> None:
    story(postgresql_town)
    postgresql_town.keep_house()
