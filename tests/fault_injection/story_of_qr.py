"""Stories of filings by QR code: drivers photograph, open or type the code of the car; the face check decides."""

import io
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from random import Random

from PIL import Image

from storage.audit import Action
from storage.filing import filings
from storage.filing.filings import Filing, FilingStatus, FilingWay
from tests.engine import sample_flow
from tests.fault_injection.environment import Environment
from tests.fault_injection.scenario import Scenario
from tests.stories import cast, pictures
from tests.stories.cast import Citizen
from tests.stories.qr_steps import link_of, short_of


@dataclass
class Scan:
    """A driver who scans the code of an owner."""

    environment: Environment
    driver: Citizen
    owner: Citizen
    face: str


def begin(environment: Environment, random: Random, count: int) -> Scenario:
    """Create `count` drivers who file by QR code."""
    app, scans, stories = environment.as_app, [], []
    for number in range(count):
        driver = cast.citizen(app, "李建国", cast.id_number(2 * number), f"+861380001{number:04}")
        owner = cast.citizen(app, "王秀英", cast.id_number(2 * number + 1), f"+861390001{number:04}")
        cast.car(app, owner, f"桂A{10000 + number}")
        pictures.give_portrait(app, driver)
        scan = Scan(environment, driver, owner, random.choice(list(FACES)))
        environment.world.faces.set(driver.id, scan.face)
        scans.append(scan)
        stories.append(_file(scan, random.choice(list(READINGS))))

    def check() -> None:
        for scan in scans:
            (filing,) = environment.read(
                lambda session, scan=scan: filings.all_of_filer(session, scan.driver.person_id)
            )
            assert isinstance(filing, Filing)
            assert (filing.way, filing.status) == (FilingWay.QR, FACES[scan.face]), f"{filing.status}"
        for action in (Action.VEHICLE_CODE_MADE, Action.VEHICLE_CODE_USED, Action.FILING_APPLIED, Action.FACE_CHECKED):
            done = environment.read(lambda session, action=action: sample_flow.entries(session, action))
            assert len(done) == count, f"{action}: {len(done)}"

    return Scenario(stories, check)


def _file(scan: Scan, reading: str) -> Iterator[None]:
    scan.owner.says("/file")
    yield
    scan.owner.taps("我是车主")
    yield
    scan.owner.sees("还有 3 分钟有效")
    yield from READINGS[reading](scan)
    scan.driver.sees("二维码有效")
    scan.driver.taps("朋友")
    yield
    assert scan.driver.has_seen("车主已当面同意"), scan.driver.last()
    assert scan.owner.has_seen("扫了您"), scan.owner.last()
    yield from _show_face(scan)


def _show_face(scan: Scan) -> Iterator[None]:
    driver = scan.driver
    driver.taps("同意，开始人脸认证")
    yield
    driver.sends_photo(pictures.photo(driver.id, size=(320, 400)))
    yield
    if scan.face == "pass":
        assert driver.has_seen("恭喜您备案申请成功"), driver.last()
    else:
        driver.sees("手持身份证或驾驶证照片")


def _asked(scan: Scan) -> Iterator[None]:
    scan.driver.says("/file")
    yield
    scan.driver.taps("扫码备案")
    yield
    scan.driver.sees("请扫车主手机上的机动车二维码")


def _by_picture(scan: Scan) -> Iterator[None]:
    yield from _asked(scan)
    shown = Image.open(io.BytesIO(scan.environment.picture_of(scan.owner))).convert("RGB")
    scan.driver.sends_photo(pictures.jpeg(shown))
    yield


def _by_short_code(scan: Scan) -> Iterator[None]:
    yield from _asked(scan)
    scan.driver.says(short_of(scan.owner))
    yield


def _by_link(scan: Scan) -> Iterator[None]:
    scan.driver.says(f"/start {link_of(scan.owner)}")
    yield


READINGS: dict[str, Callable[[Scan], Iterator[None]]] = {
    "picture": _by_picture,
    "short code": _by_short_code,
    "link": _by_link,
}
FACES = {"pass": FilingStatus.ACTIVE, "fail": FilingStatus.CHECKING, "unavailable": FilingStatus.CHECKING}
