"""The name of the office: set by the operator, used in texts and documents."""

from collections.abc import Iterator

import pytest

from bot.settings import InvalidSettings, load
from bot.simulator.gateways import GatewayKeys
from bot.tasks.certificates import content_of
from bot.texts import use_words
from tests.adapters.drawing.rendering import text_of
from tests.stories import cast, violation_steps
from tests.stories.app_driver import AppDriver
from tests.stories.certificate_steps import car, certificate, show_live
from tests.stories.payment_driver import Bank

NAME = "南宁市车辆管理所"
ENGLISH = "Nanning Vehicle Office"


@pytest.fixture
def named() -> Iterator[None]:
    """Set the name of the office."""
    use_words({"zh-CN": {"office": NAME}, "en": {"office": ENGLISH}})
    yield
    use_words({})


@pytest.mark.usefixtures("named")
def test_the_certificate_names_the_office_on_the_screen_and_on_paper(app: AppDriver) -> None:
    owner = cast.owner(app)
    vehicle = car(app, owner)
    show_live(owner)
    owner.sees(f"核发机关：{NAME}")
    found = certificate(app, vehicle).id
    face, _ = app.read(lambda session: content_of(session, found, by_filed_user=False, now=app.now))
    assert (face.office, face.office_english) == (NAME, ENGLISH)
    owner.says("/menu")
    owner.sees(NAME)


@pytest.mark.usefixtures("named")
def test_decisions_receipts_and_text_messages_name_the_office_beside_the_authority(
    app: AppDriver, gateway_keys: GatewayKeys
) -> None:
    bank = Bank(app, gateway_keys, documents={})
    driver = violation_steps.owing(app)
    assert driver.sms[-1].startswith(f"【{NAME}】")
    driver.taps("微信支付")
    bank.pays(driver)
    papers = [document for message in driver.messages() if (document := message.get("document"))]
    for paper in papers:
        content = app.wait(app.client.get(f"/world/files/{paper['file_id']}")).content
        assert f"{NAME}电子" in text_of(content)
        assert "公安机关交通管理部门（机关代码450100）" in text_of(content)
    assert len(papers) == 2
    bank.close()


def test_without_an_office_name_the_desk_uses_its_own_name(app: AppDriver) -> None:
    owner = cast.owner(app)
    car(app, owner)
    show_live(owner)
    owner.sees("核发机关：车主服务台")


@pytest.mark.parametrize("name", ["车管所<b>", "{ $x }", "一\n二", " 车管所", "所" * 41, 'A "B"', "A & B", "tab\tbed"])
def test_an_office_name_that_cannot_be_printed_everywhere_is_refused_at_the_start(name: str) -> None:
    with pytest.raises(InvalidSettings) as refused:
        load(office_name=name, office_name_en=name, _env_file=None)
    assert "CHEZHU_OFFICE_NAME: one line" in str(refused.value)
    assert "CHEZHU_OFFICE_NAME_EN: one line" in str(refused.value)


@pytest.mark.parametrize("name", [NAME, ENGLISH, "Owners' desk (north) no. 2", "", "所" * 40])
def test_any_other_office_name_is_accepted(name: str) -> None:
    assert load(office_name=name, _env_file=None).office_name == name
