"""Stories of certificates: issued in each way, viewed, drawn and revoked; each once, and one per car at a time."""

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
from tests.fault_injection.environment import Environment
from tests.fault_injection.scenario import Scenario
from tests.stories import cast, certificate_steps
from tests.stories.actor import Actor
from tests.stories.cast import Citizen


@dataclass
class CertificateCase:
    """A car whose certificate is asked for."""

    owner: Citizen
    staff: Actor
    second: Actor
    vehicle: Vehicle


def begin(environment: Environment, random: Random, count: int) -> Scenario:
    """Create `count` owners who ask for certificates."""
    app, stories, ends = environment.as_app, [], []
    for number in range(count):
        owner = cast.citizen(app, "王秀英", cast.id_number(number), f"+861390001{number:04}")
        staff = cast.reviewer(app, "检验站小吴", (StaffRole.STATION, StaffRole.ADMIN))
        second = cast.greeted(cast.reviewer(app, "管理员老林", (StaffRole.ADMIN,)))
        way = random.choice(list(WAYS))
        vehicle = certificate_steps.car(app, owner, plate=f"桂A{10000 + number}", **WAYS[way][1])
        stories.append(WAYS[way][0](CertificateCase(owner, staff, second, vehicle)))
        ends.append((vehicle, WAYS[way][2]))

    def check() -> None:
        for vehicle, ways in ends:
            found = environment.read(lambda session, vehicle=vehicle: _of(session, vehicle))
            assert [each.how for each in found] == list(ways), f"{[each.how for each in found]}"
        issued = len(environment.read(lambda session: sample_flow.entries(session, Action.CERTIFICATE_ISSUED)))
        assert issued == sum(len(ways) for _, ways in ends), f"{issued} issued"

    return Scenario(stories, check)


def _of(session: object, vehicle: Vehicle) -> list[Certificate]:
    question = select(Certificate).where(Certificate.vehicle_id == vehicle.id)
    return list(session.exec(question.order_by(certificates.col(Certificate.issued_at))))  # type: ignore[attr-defined]


def _on_demand(case: CertificateCase) -> Iterator[None]:
    """View it, by two commands at the same time, and download it as a picture."""
    case.owner.says("/certificate")
    case.owner.says("/certificate")
    yield
    case.owner.taps("下载")
    yield
    case.owner.taps("图片")
    yield
    assert any("document" in message for message in case.owner.messages())


def _by_application(case: CertificateCase) -> Iterator[None]:
    case.owner.says("/certificate")
    yield
    case.owner.taps("申请新的检验标志")
    yield
    case.owner.taps("我已了解，申请")
    case.owner.taps("我已了解，申请")
    yield
    assert case.owner.has_seen("已核发") or case.owner.has_seen("还没到办理时间"), case.owner.last()


def _by_station(case: CertificateCase) -> Iterator[None]:
    case.staff.says(f"/issue {case.vehicle.plate}")
    yield
    case.staff.taps("签发至")
    case.staff.taps("签发至")
    yield
    case.staff.sees("已签发")
    assert case.owner.has_seen("检验合格"), case.owner.last()


def _revoked(case: CertificateCase) -> Iterator[None]:
    case.owner.says("/certificate")
    yield
    case.staff.says(f"/revoke {case.vehicle.plate} 伪造了检验")
    case.staff.says(f"/revoke {case.vehicle.plate} 伪造了检验")
    yield
    case.second.taps("确认撤销")
    yield
    case.owner.says("/certificate")
    yield


Way = tuple[Callable[[CertificateCase], Iterator[None]], dict[str, object], tuple[IssueWay, ...]]
WAYS: dict[str, Way] = {
    "on demand": (_on_demand, {}, (IssueWay.ON_DEMAND,)),
    "application": (_by_application, certificate_steps.DUE, (IssueWay.ON_DEMAND, IssueWay.APPLICATION)),
    "station": (_by_station, {"inspection_valid_until": "2026-10"}, (IssueWay.STATION,)),
    "taken back": (_revoked, {}, (IssueWay.ON_DEMAND,)),
}
