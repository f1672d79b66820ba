"""Who registers while the register has their name wrong is one person with their record once it is corrected."""

import pytest

from bot.services.importing import people as people_import
from bot.services.importing.people import PersonRow
from bot.services.importing.rows import ImportContext
from storage.register import vehicles
from tests.stories import cast
from tests.stories.app_driver import AppDriver
from tests.stories.registration_steps import NUMBER, account_of, registers

PHONE = "+8613812345678"


def correct(app: AppDriver, name: str) -> None:
    """Import the person on record with this name."""
    cells = dict.fromkeys(PersonRow.required(), "") | {"id_number": NUMBER, "name": name, "phone": PHONE, "points": "0"}
    row = PersonRow.read(cells, today=app.now.date())
    app.write(lambda session: people_import.put(session, row, ImportContext(app.now)))
    app.settle()


@pytest.mark.parametrize(
    ("language", "words"),
    [("zh-CN", "登记信息里的姓名已更正"), ("en", "The register has corrected your name")],
)
def test_a_corrected_name_brings_the_cars_into_the_account(app: AppDriver, language: str, words: str) -> None:
    record = cast.register_person(app, "王小名", NUMBER, PHONE)
    car = cast.car(app, record)
    guest = app.person("王小明", PHONE, "zh-hans")
    registers(guest)
    assert account_of(app, guest).person_id != record.id
    guest.says("/language")
    guest.taps("English" if language == "en" else "中文")
    correct(app, "王小明")
    guest.sees(words)
    assert account_of(app, guest).person_id == record.id
    assert [each.plate for each in app.read(lambda session: vehicles.of_person(session, record.id))] == [car.plate]
    guest.says("/vehicles")
    assert car.plate[-5:] in "".join(guest.labels()) + guest.last()
