"""A whole row of the machine API and a part of it at the same time: whichever was changed last counts."""

from datetime import timedelta
from uuid import UUID

import pytest
from sqlmodel import Session

from bot.services.importing import api_kinds, api_rows, vehicles
from bot.services.importing.api_kinds import ApiKind
from bot.services.importing.api_rows import SentRow
from bot.services.importing.rows import cells_of
from bot.services.staff import api_clients
from storage.database import Database
from storage.register.vehicles import Vehicle
from storage.staff.api_clients import ApiClient
from tests.services.builders import NOW, DataBuilder
from tests.services.concurrency import SessionAction, in_order

PART = "insurance_valid_until"


def putting(client: UUID, kind: ApiKind, sent: SentRow) -> SessionAction:
    """Return the action of a client that sends one row."""

    def put(session: Session) -> None:
        api_rows.put(session, session.get_one(ApiClient, client), kind, sent, now=NOW)

    return put


@pytest.mark.parametrize("is_part_first", [True, False])
def test_the_newer_of_a_part_and_a_whole_row_counts_if_both_come_at_once(
    database: Database, is_part_first: bool
) -> None:
    with database.transaction() as session:
        car = DataBuilder(session).car
        client, _ = api_clients.create(session, "register", ["vehicles", "insurances"], now=NOW)
        fields = cells_of(vehicles.values_of(session, car))
        client_id, car_id = client.id, car.id
    plate = {name: fields[name] for name in ("plate_type", "plate")}
    newer, older = {PART: "2029-01-01"}, {PART: "2028-01-01"}
    part, whole = (newer, older) if is_part_first else (older, newer)
    later, earlier = NOW, NOW - timedelta(minutes=1)
    actions = (
        putting(client_id, ApiKind.INSURANCES, SentRow("P-1", later if is_part_first else earlier, {**plate, **part})),
        putting(client_id, ApiKind.VEHICLES, SentRow("v1", earlier if is_part_first else later, {**fields, **whole})),
    )
    in_order(database, *(actions if is_part_first else reversed(actions)))
    with database.transaction() as session:
        assert f"{session.get_one(Vehicle, car_id).insurance_valid_until}" == newer[PART]


def test_spellings_of_a_row_and_its_parts_have_one_name() -> None:
    names = {
        api_kinds.name_of(kind, {"plate_type": plate_type, "plate": plate})
        for kind in (ApiKind.VEHICLES, ApiKind.TAXES)
        for plate_type, plate in (("02", "桂A12345"), ("小型汽车", "桂a·12345 "))
    }
    assert len(names) == 1
