"""Steps for stories about violations and payments: create violations, decide on them, owe a fine."""

import io
import re
from datetime import timedelta
from typing import Any
from uuid import UUID

from PIL import Image

from bot.engine.outbound.tasks import TaskResources
from bot.services.violations import notifications
from storage import files
from storage.database import add
from storage.filing.filings import Filing, FilingStatus, FilingWay, Relationship
from storage.register.people import Person
from storage.register.vehicles import Vehicle
from storage.violations import decisions
from storage.violations.decisions import Decision, DecisionState
from storage.violations.violations import Violation
from tests.stories import cast
from tests.stories.app_driver import AppDriver
from tests.stories.cast import Citizen

ACT = "驾驶机动车违反道路交通信号灯通行"


def violation(
    app: AppDriver, car: Vehicle, number: str = "4501000000000001", *, tell: bool = False, **fields: Any
) -> Violation:
    """Create a violation as an import would: 200 yuan, 3 points, three days ago by default."""
    described = {
        "occurred_at": app.now - timedelta(days=3),
        "place": "南宁市民族大道与东葛路口",
        "act_code": "1625",
        "act": ACT,
        "provision": "《中华人民共和国道路交通安全法》第三十八条",
        "basis": "《中华人民共和国道路交通安全法》第九十条",
        "fine": 20_000,
        "points": 3,
        "authority_code": "450100",
        **fields,
    }

    def action(session: Any) -> Violation:
        row = add(session, Violation(number=number, vehicle_id=car.id, recorded_at=app.now, **described))
        if tell:
            notifications.schedule(session, row, now=app.now)
        return row

    return app.write(action)


def with_photo(app: AppDriver, car: Vehicle, number: str = "4501000000000009") -> Violation:
    """Create a violation with a photo."""
    picture = io.BytesIO()
    Image.new("RGB", (320, 200), (40, 60, 90)).save(picture, "JPEG")

    def keep(session: Any) -> Any:
        return files.store(
            session, picture.getvalue(), kind="evidence", name="evidence.jpg", media_type="image/jpeg", at=app.now
        )

    return violation(app, car, number, photo_id=app.write(keep))


def filed(app: AppDriver, car: Vehicle, filer: Citizen, *, days_ago: float = 30, number: int = 900) -> Filing:
    """Create an active filing without notifications."""
    since = app.now - timedelta(days=days_ago)
    filing = Filing(
        number=number,
        vehicle_id=car.id,
        filer_id=filer.person_id,
        way=FilingWay.SMS,
        relationship=Relationship.FRIEND,
        status=FilingStatus.ACTIVE,
        vehicle_slot=number % 3 + 1,
        filer_slot=1,
        applied_at=since,
        changed_at=since,
        active_from=since,
    )
    return app.write(lambda session: add(session, filing))


async def quick_decision(resources: TaskResources, *, decision: str, reader: str) -> dict[str, Any]:
    """Store a stub: drawing a real document takes a second and is tested elsewhere."""
    return await _quick(resources, "decision", decision)


async def quick_receipt(resources: TaskResources, *, decision: str, reader: str) -> dict[str, Any]:
    """Store a stub."""
    return await _quick(resources, "receipt", decision)


QUICK_DOCUMENTS = {"papers.voucher": quick_decision, "papers.receipt": quick_receipt}


def points_of(app: AppDriver, citizen: Citizen) -> int:
    """Return the points on this driver's licence."""
    return int(app.read(lambda session: session.get(Person, citizen.person_id)).points)


def code_of(citizen: Citizen) -> str:
    """Return the newest SMS code on this phone."""
    found = re.findall(r"验证码 (\d{6})|(\d{6}) is your code", "\n".join(citizen.sms))
    return "".join(found[-1])


def up_to_code(citizen: Citizen) -> None:
    """Select every record of the only vehicle, and go on to the SMS code."""
    citizen.says("/violations")
    citizen.taps("桂A·12345")
    citizen.taps("选择并处理")
    if any("全选" in label for label in citizen.labels()):  # Not for the only record.
        citizen.taps("全选")
        citizen.taps("处理并缴款")
    citizen.taps("事实无误")


def decide(app: AppDriver, citizen: Citizen) -> list[Decision]:
    """Complete the flow; return the decisions from the store."""
    up_to_code(citizen)
    citizen.says(code_of(citizen))
    return app.read(lambda session: decisions.of_person(session, citizen.person_id))  # type: ignore[no-any-return]


def owing(app: AppDriver) -> Citizen:
    """Create a driver with a decision of 200 yuan, about to choose the provider."""
    driver = cast.driver(app)
    violation(app, cast.car(app, driver))
    decide(app, driver)
    return driver


def state(app: AppDriver, citizen: Any) -> DecisionState:
    """Return the state of a driver's newest decision."""
    return DecisionState(app.read(lambda session: decisions.of_person(session, citizen.person_id))[0].state)


async def _quick(resources: TaskResources, kind: str, decision: str) -> dict[str, Any]:
    row = await resources.database.read(lambda session: session.get(Decision, UUID(hex=decision)))
    assert row is not None
    name = f"{kind}-{row.number}.pdf"
    file = await resources.keep(b"%PDF-1.7 quick", kind=kind, name=name, media_type="application/pdf")
    return {"file": file.hex, "number": row.number}
