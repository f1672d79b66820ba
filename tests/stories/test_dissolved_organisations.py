"""The register says that an organisation is dissolved: administrator and filer learn of it, and nobody decides."""

import pytest
from sqlmodel import Session

from bot.services.importing import organisations as organisation_import
from bot.services.importing.organisations import OrganisationRow
from bot.services.importing.rows import ImportContext
from storage.filing.filings import FilingStatus
from tests.stories import cast
from tests.stories.app_driver import AppDriver
from tests.stories.cast import Citizen
from tests.stories.filing_steps import apply, status


def dissolve(app: AppDriver) -> None:
    """Import the only organisation as dissolved."""

    def action(session: Session) -> None:
        cells = next(organisation_import.export_rows(session)) | {"dissolved": "yes"}
        row = OrganisationRow.read(cells, today=app.now.date())
        organisation_import.put(session, row, ImportContext(app.now, silently=True))

    app.write(action)
    app.settle()


@pytest.mark.parametrize(
    ("language", "of_members", "of_filers"),
    [
        ("中文", "已注销：它的成员关系", "车辆所属的单位已注销"),
        ("English", "is dissolved. Its memberships", "The organisation that owns the car is dissolved"),
    ],
)
def test_the_open_question_ends_and_nobody_can_be_asked_again(
    app: AppDriver, owner: Citizen, driver: Citizen, language: str, of_members: str, of_filers: str
) -> None:
    cast.car(app, cast.organisation(app, owner))
    apply(driver)
    for each in (owner, driver):
        each.says("/language")
        each.taps(language)
    dissolve(app)
    assert owner.has_seen(of_members)
    assert driver.has_seen(of_filers)
    assert status(app, driver) is FilingStatus.REFUSED
    owner.says("同意")
    assert status(app, driver) is FilingStatus.REFUSED
    owner.says("/organisation")
    assert "青山物流" not in "".join(owner.labels())
    app.later(days=1)
    driver.says("/language")
    driver.taps("中文")
    driver.says("/file 02 桂A12345 123456")
    assert driver.has_seen("无法请车主确认") or driver.has_seen("nobody can be asked")
