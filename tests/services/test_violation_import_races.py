"""An import of violations and a decision at the same time: what is decided is not changed."""

from sqlmodel import Session

from bot.services.importing import violations as importing
from bot.services.importing.rows import ImportContext, InvalidRow
from bot.services.importing.violations import ViolationRow
from storage import database as rows
from storage.database import Database
from storage.violations.violations import Violation, ViolationState
from tests.services.builders import NOW, DataBuilder
from tests.services.concurrency import in_order
from tests.storage.rows import put

RECORD = {
    "number": "4501",
    "plate_type": "小型汽车",
    "occurred_at": "2026-11-20 08:30",
    "place": "民族大道",
    "act_code": "1345",
    "act": "违反禁止标线指示",
    "provision": "",
    "basis": "",
    "fine_yuan": "100",
    "points": "1",
    "authority_code": "450100",
    "photo": "",
}


def test_an_import_changes_no_record_that_is_decided_at_the_same_time(database: Database) -> None:
    with database.transaction() as session:
        car = DataBuilder(session).car
        record = put(session, Violation, vehicle_id=car.id, number=RECORD["number"], state=ViolationState.UNHANDLED)
        row = ViolationRow.read({**RECORD, "plate": car.plate}, today=NOW.date())
    refused: list[InvalidRow] = []

    def decide(session: Session) -> None:
        rows.lock_row(session, Violation, record)
        session.get_one(Violation, record).state = ViolationState.DECIDED
        session.flush()

    def bring(session: Session) -> None:
        try:
            importing.put(session, row, ImportContext(NOW))
        except InvalidRow as problem:
            refused.append(problem)
            session.rollback()

    in_order(database, decide, bring)
    assert len(refused) == 1
