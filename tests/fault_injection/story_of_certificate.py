"""Certificates are issued in each way, held up, drawn and taken back: each once, and a car has one at a time."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from random import Random

from sqlmodel import select

from storage.audit import Action
from storage.certificates import certificates
from storage.certificates.certificates import Certificate, IssueWay
from storage.register.vehicles import Vehicle
from storage.staff.members import StaffRole
from tests.engine import sample_flow
from tests.fault_injection.casts import Cast
from tests.fault_injection.harness import Ground
from tests.stories import cast, certificate_steps
from tests.stories.actor import Actor
from tests.stories.cast import Citizen


@dataclass
class Mark:
    """One car whose mark is asked for."""

    owner: Citizen
    staff: Actor
    vehicle: Vehicle


def begin(ground: Ground, random: Random, count: int) -> Cast:
    """Let so many owners have certificates."""
    app, acts, ends = ground.as_app, [], []
    for number in range(count):
        owner = cast.citizen(app, "王秀英", cast.id_number(number), f"+861390001{number:04}")
        staff = cast.reviewer(app, "检验站小吴", (StaffRole.STATION, StaffRole.ADMIN))
        way = random.choice(list(WAYS))
        vehicle = certificate_steps.car(app, owner, plate=f"桂A{10000 + number}", **WAYS[way][1])
        acts.append(WAYS[way][0](Mark(owner, staff, vehicle)))
        ends.append((vehicle, WAYS[way][2]))

    def adds_up() -> None:
        for vehicle, ways in ends:
            found = ground.look(lambda session, vehicle=vehicle: _of(session, vehicle))
            assert [each.how for each in found] == list(ways), f"{[each.how for each in found]}"
        issued = len(ground.look(lambda session: sample_flow.entries(session, Action.CERTIFICATE_ISSUED)))
        assert issued == sum(len(ways) for _, ways in ends), f"{issued} issued"

    return Cast(acts, adds_up)


def _of(session: object, vehicle: Vehicle) -> list[Certificate]:
    question = select(Certificate).where(Certificate.vehicle_id == vehicle.id)
    return list(session.exec(question.order_by(certificates.col(Certificate.issued_at))))  # type: ignore[attr-defined]


def _on_demand(mark: Mark) -> Iterator[None]:
    """Hold it up, by two commands at once, and have it drawn."""
    mark.owner.says("/certificate")
    mark.owner.says("/certificate")
    yield
    mark.owner.taps("下载")
    yield
    mark.owner.taps("图片")
    yield
    assert any("document" in message for message in mark.owner.messages())


def _by_application(mark: Mark) -> Iterator[None]:
    mark.owner.says("/certificate")
    yield
    mark.owner.taps("申请新的检验标志")
    yield
    mark.owner.taps("我已了解，申请")
    mark.owner.taps("我已了解，申请")
    yield
    assert mark.owner.has_seen("已核发") or mark.owner.has_seen("还没到办理时间"), mark.owner.last()


def _by_station(mark: Mark) -> Iterator[None]:
    mark.staff.says(f"/issue {mark.vehicle.plate} 2027-11")
    yield
    mark.staff.sees("已签发", "2027年11月")
    assert mark.owner.has_seen("检验合格"), mark.owner.last()


def _taken_back(mark: Mark) -> Iterator[None]:
    mark.owner.says("/certificate")
    yield
    mark.staff.says(f"/revoke {mark.vehicle.plate} 伪造了检验")
    mark.staff.says(f"/revoke {mark.vehicle.plate} 伪造了检验")
    yield
    mark.owner.says("/certificate")
    yield


Way = tuple[Callable[[Mark], Iterator[None]], dict[str, object], tuple[IssueWay, ...]]
WAYS: dict[str, Way] = {
    "on demand": (_on_demand, {}, (IssueWay.ON_DEMAND,)),
    "application": (_by_application, certificate_steps.DUE, (IssueWay.ON_DEMAND, IssueWay.APPLICATION)),
    "station": (_by_station, {"inspection_valid_until": "2026-10"}, (IssueWay.STATION,)),
    "taken back": (_taken_back, {}, (IssueWay.ON_DEMAND,)),
}
