"""The staff's page once more on PostgreSQL: signing in, cases, objections, certificates, roles, clients, the audit."""

from collections.abc import Callable

import pytest

from tests.stories.app_driver import AppDriver
from tests.stories.conftest import postgresql_app
from tests.web import (
    test_staff_admin,
    test_staff_cases,
    test_staff_certificates,
    test_staff_figures,
    test_staff_identity_cases,
    test_staff_objections,
    test_staff_second_factor,
    test_staff_sign_in,
)

__all__ = ["postgresql_app"]
Visit = Callable[[AppDriver], None]

VISITS: tuple[Visit, ...] = (
    test_staff_sign_in.test_neither_page_takes_a_session_of_the_other,
    test_staff_cases.test_a_case_is_taken_from_the_inbox_and_passed,
    test_staff_cases.test_a_case_is_returned_for_several_reasons_with_words,
    test_staff_cases.test_work_is_handed_to_a_colleague_who_hears_of_it,
    test_staff_identity_cases.test_an_identity_case_is_compared_and_approved,
    test_staff_objections.test_an_objection_is_answered_with_its_evidence_in_view,
    test_staff_objections.test_officers_look_up_cars_and_people_and_admins_people,
    test_staff_figures.test_figures_are_charts_that_read_as_tables,
    test_staff_certificates.test_a_station_issues_a_certificate_once,
    test_staff_certificates.test_another_admin_confirms_a_revocation,
    test_staff_certificates.test_a_copy_is_printed_and_posted_with_its_number,
    test_staff_admin.test_roles_are_proposed_and_confirmed_by_another_admin,
    test_staff_admin.test_a_client_is_proposed_its_key_shown_once_and_revoked,
    test_staff_admin.test_the_audit_is_read_by_kind_application_and_page,
    test_staff_second_factor.test_wrong_codes_pause_the_factor_and_the_operator_resets_it,
)


@pytest.mark.parametrize("visit", VISITS, ids=lambda visit: visit.__name__)
def test_the_page_works_on_postgresql(postgresql_app: AppDriver, visit: Visit) -> None:
    visit(postgresql_app)
