"""Rows of the machine API by their moments: parts from other systems, clocks that are ahead, versions in a batch."""

from datetime import UTC, date, datetime

import pytest
from sqlmodel import select

from storage.register.people import Person
from storage.register.source_rows import SourceRow
from storage.register.vehicles import Vehicle, VehicleState
from tests.cli import files
from tests.stories.app_driver import AppDriver, stored
from tests.web.test_machine_api import EARLY, LATE, NOON, PERSON, Client, client, filled, row, rows_of, vehicle

__all__ = ["client", "filled"]
EARLIER, LATER = "2026-11-24T03:00:00Z", "2026-11-25T01:30:00Z"


def test_parts_of_a_row_change_nothing_else(app: AppDriver, filled: Client) -> None:
    plate = {"plate_type": "02", "plate": "桂A12345"}
    assert filled.puts("inspections", row("i1", {**plate, "inspection_valid_until": "2028-06"})) == ["changed"]
    assert filled.puts("insurances", row("i1", {**plate, "insurance_valid_until": "2028-03-25"})) == ["changed"]
    assert filled.puts("taxes", row("i1", {**plate, "tax_paid_until": None})) == ["changed"]
    found = vehicle(app)
    assert (str(found.inspection_valid_until)[:7], str(found.insurance_valid_until)) == ("2028-06", "2028-03-25")
    assert (found.tax_paid_until, found.colour) == (None, "白")
    licence = {"licence_number": PERSON, "licence_class": "C1", "licence_status": "normal", "points": 9}
    sent = {"id_number": PERSON, **licence, "points_reset_on": "2027-05-01"}
    assert filled.puts("licences", row("l1", sent)) == ["changed"]
    (person,) = [each for each in app.read(lambda session: stored(session, Person)) if each.name == "李建国"]
    assert (person.points, person.phone) == (9, "+8613800000001")


def test_whichever_of_a_part_and_a_whole_row_was_changed_last_counts(app: AppDriver, filled: Client) -> None:
    fields = {**rows_of(files.VEHICLES)[0], "colour": "红"}
    plate = {name: fields[name] for name in ("plate_type", "plate")}
    insurer = Client(app, "insurances", name="insurer")
    insurance = row("P-77", {**plate, "insurance_valid_until": "2028-03-25"}, LATE)
    assert insurer.puts("insurances", insurance) == ["changed"]
    assert filled.puts("vehicles", row("v0", fields, EARLY)) == ["changed"]
    assert (str(vehicle(app).insurance_valid_until), vehicle(app).colour) == ("2028-03-25", "红")
    assert insurer.puts("insurances", insurance) == ["unchanged"]
    assert filled.puts("vehicles", row("v0", {**fields, "insurance_valid_until": "2029-01-01"}, LATER)) == ["changed"]
    assert str(vehicle(app).insurance_valid_until) == "2029-01-01"
    assert insurer.puts("insurances", insurance) == ["older"]
    assert insurer.puts("insurances", row("P-78", {**plate, "insurance_valid_until": ""}, LATE)) == ["older"]
    assert str(vehicle(app).insurance_valid_until) == "2029-01-01"


def test_an_older_version_changes_nothing_whichever_client_or_key_it_comes_from(app: AppDriver, filled: Client) -> None:
    fields = {**rows_of(files.VEHICLES)[0], "colour": "红"}
    named = {name: fields[name] for name in ("plate_type", "plate")}
    assert filled.puts("vehicles", row("v0", fields, LATE)) == ["changed"]
    other = Client(app, "vehicles", name="register-2")
    late, black = row("77", {**fields, "colour": "黑"}, EARLY), {**fields, "colour": "黑"}
    assert other.puts("vehicles", late, row("78", named, EARLY, deleted=True)) == ["older", "older"]
    assert filled.puts("vehicles", row("v0-again", black, EARLY)) == ["older"]
    assert (vehicle(app).colour, vehicle(app).state) == ("红", VehicleState.NORMAL)
    assert filled.puts("vehicles", row("v0", named, LATER, deleted=True)) == ["deleted"]
    assert other.puts("vehicles", row("77", {**fields, "state": "normal"}, LATE)) == ["older"]
    assert vehicle(app).state is VehicleState.CANCELLED
    assert other.puts("vehicles", row("77", black, "2026-11-25T01:45:00Z")) == ["changed"]


def test_a_row_of_the_moment_of_its_deletion_stays_deleted(app: AppDriver, filled: Client) -> None:
    fields = {**rows_of(files.VEHICLES)[0], "state": "normal"}
    named = {name: fields[name] for name in ("plate_type", "plate")}
    other = Client(app, "vehicles", name="register-2")
    assert filled.puts("vehicles", row("v0", fields, LATE), row("v0", named, LATE, deleted=True)) == [
        "unchanged",
        "deleted",
    ]
    for sender in (filled, other):
        assert sender.puts("vehicles", row("v0", fields, LATE)) == ["older"]
    assert vehicle(app).state is VehicleState.CANCELLED
    assert other.puts("vehicles", row("v0", named, LATE, deleted=True)) == ["deleted"]
    assert other.puts("vehicles", row("v0", fields, LATER)) == ["changed"]
    assert vehicle(app).state is VehicleState.NORMAL


def test_what_other_systems_keep_may_be_left_out(app: AppDriver, filled: Client) -> None:
    parts = ("inspection_valid_until", "insurance_valid_until", "tax_paid_until")
    fields = {name: cell for name, cell in rows_of(files.VEHICLES)[0].items() if name not in parts}
    before = vehicle(app)
    assert filled.puts("vehicles", row("v0", {**fields, "colour": "红"}, LATE)) == ["changed"]
    found = vehicle(app)
    assert [getattr(found, name) for name in parts] == [getattr(before, name) for name in parts]
    other = {**fields, "plate": "桂A77777", "vin": "LZWADAGA0PB123457"}
    assert filled.puts("vehicles", row("v7", other)) == ["new"]
    assert vehicle(app, "桂A77777").insurance_valid_until is None
    person = {"id_number": "999999199005170033", "name": "赵六", "phone": "13800000009"}
    assert filled.puts("people", row("p7", person)) == ["new"], filled.reasons()
    plate = {name: fields[name] for name in ("plate_type", "plate")}
    early = row("P-1", {**plate, "insurance_valid_until": "2028-01-01"}, NOON)
    assert filled.puts("insurances", early) == ["changed"], "the newer whole row said nothing of it"


@pytest.mark.parametrize("deleted", [False, True])
def test_what_an_earlier_whole_row_gave_keeps_its_moment(app: AppDriver, filled: Client, deleted: bool) -> None:
    fields = rows_of(files.VEHICLES)[0]
    plate = {name: fields[name] for name in ("plate_type", "plate")}
    assert filled.puts("vehicles", row("v0", {**fields, "insurance_valid_until": "2029-01-01"}, LATE)) == ["changed"]
    rest = {name: cell for name, cell in fields.items() if name != "insurance_valid_until"} | {"colour": "红"}
    last = row("v0", plate, LATER, deleted=True) if deleted else row("v0", rest, LATER)
    assert filled.puts("vehicles", last) == ["deleted" if deleted else "changed"]
    insurer = Client(app, "insurances", name="insurer")
    assert insurer.puts("insurances", row("P-1", {**plate, "insurance_valid_until": ""}, NOON)) == ["older"]
    between = row("P-2", {**plate, "insurance_valid_until": "2030-01-01"}, "2026-11-25T01:15:00Z")
    assert insurer.puts("insurances", between) == ["changed"], "the last whole row said nothing of it"
    assert str(vehicle(app).insurance_valid_until) == "2030-01-01"


def test_parts_without_moments_of_their_own_have_that_of_the_row(app: AppDriver, filled: Client) -> None:
    fields = rows_of(files.VEHICLES)[0]
    plate = {name: fields[name] for name in ("plate_type", "plate")}
    with app.database.transaction() as session:  # As an earlier version has written it.
        for each in session.exec(select(SourceRow).where(SourceRow.kind == "vehicles")):
            each.parts = "inspections insurances"
    rest = {name: cell for name, cell in fields.items() if not name.endswith("_until")}
    assert filled.puts("vehicles", row("v0", rest, LATER)) == ["unchanged"]
    insurance, tax = {**plate, "insurance_valid_until": "2030-01-01"}, {**plate, "tax_paid_until": "2030-01-01"}
    assert filled.puts("insurances", row("P-1", insurance, EARLIER), row("P-2", insurance, LATE)) == [
        "older",
        "changed",
    ]
    assert filled.puts("taxes", row("T-1", tax, EARLIER)) == ["changed"]


def test_a_clock_that_is_far_ahead_keeps_nothing_out(app: AppDriver, filled: Client) -> None:
    fields = rows_of(files.VEHICLES)[0]
    assert filled.puts("vehicles", row("v0", {**fields, "colour": "红"}, "2126-11-25T01:00:00Z")) == ["invalid"]
    assert filled.reasons() == [("changed_at", "moment-ahead")]
    assert filled.puts("vehicles", row("v0", {**fields, "colour": "黑"}, LATE)) == ["changed"]
    with app.database.transaction() as session:  # As an earlier version has taken it.
        for each in session.exec(select(SourceRow)):
            each.changed_at = datetime(2126, 11, 25, tzinfo=UTC)
    assert filled.puts("vehicles", row("v0", {**fields, "colour": "灰"}, LATE)) == ["changed"]


def test_two_versions_of_a_row_in_a_batch_are_taken_by_the_clock(app: AppDriver, filled: Client) -> None:
    fields = rows_of(files.VEHICLES)[0]
    newer, older = row("v0", {**fields, "colour": "红"}, LATE), row("v0", {**fields, "colour": "黑"}, EARLY)
    assert filled.puts("vehicles", newer, older) == ["changed", "older"]
    assert vehicle(app).colour == "红"


def test_a_part_of_nothing_on_record_is_refused(filled: Client) -> None:
    sent = {"plate_type": "02", "plate": "桂A00000", "inspection_valid_until": "2028-06"}
    assert filled.puts("inspections", row("i9", sent)) == ["invalid"]
    assert filled.reasons() == [("plate", "unknown-vehicle")]


def test_what_is_on_record_is_not_judged_by_a_row_that_does_not_send_it(app: AppDriver, filled: Client) -> None:
    plate = {"plate_type": "02", "plate": "桂A12345"}
    with app.database.transaction() as session:  # As an earlier version has taken it.
        for person in session.exec(select(Person)):
            person.name = "？"
        session.flush()
        for each in session.exec(select(Vehicle)):
            each.first_registered_on, each.model = date(2098, 1, 1), "\ufffd"
    assert filled.puts("inspections", row("i1", {**plate, "inspection_valid_until": "2028-06"})) == ["changed"]
    licence = {"licence_class": "C1", "licence_status": "normal", "points": 9, "points_reset_on": "2027-05-01"}
    assert filled.puts("licences", row("l1", {"id_number": PERSON, "licence_number": PERSON, **licence})) == ["changed"]
    assert filled.puts("vehicles", row("v0", plate, LATER, deleted=True)) == ["deleted"]
    found = vehicle(app)
    assert (found.first_registered_on, str(found.inspection_valid_until)) == (date(2098, 1, 1), "2028-06")
    sent = {**rows_of(files.VEHICLES)[0], "first_registered_on": "2098-01-01"}
    assert filled.puts("vehicles", row("v0", sent, LATER)) == ["invalid"]
    assert filled.reasons() == [("first_registered_on", "future")]


def test_a_day_that_is_sent_as_a_moment_is_the_day_of_the_desk(app: AppDriver, filled: Client) -> None:
    plate = {"plate_type": "02", "plate": "桂A12345"}
    for moment, day in (
        ("2028-02-29T16:00:00Z", "2028-03-01"),
        ("2028-03-02t15:59:59.999z", "2028-03-02"),
        ("2028-03-03T00:00:00+08:00", "2028-03-03"),
    ):
        filled.puts("insurances", row("i1", {**plate, "insurance_valid_until": moment}, LATE.lower()))
        filled.puts("inspections", row("n1", {**plate, "inspection_valid_until": moment}, LATE))
        found = vehicle(app)
        assert (str(found.insurance_valid_until), str(found.inspection_valid_until)[:7]) == (day, day[:7])
    assert filled.puts("taxes", row("t1", {**plate, "tax_paid_until": "0001-01-01T00:00:00+14:00"})) == ["invalid"]
