"""Whatever arrives is read: plain words, plates, numbers, codes and pictures, from anywhere, in both languages."""

import io

import pytest
from PIL import Image

from tests.stories import cast
from tests.stories.app_driver import AppDriver
from tests.stories.cast import Citizen
from tests.stories.certificate_steps import car as certificate_car, download, owner_with_text
from tests.stories.filing_steps import asked_owner
from tests.stories.pictures import give_portrait, jpeg
from tests.stories.qr_steps import picture_of, qr_of, showing


@pytest.mark.parametrize(
    ("words", "answer"),
    [
        ("菜单", "请选择要办理的事项"),
        ("幫助", "可以使用的命令"),
        ("我要备案", "备案非本人机动车"),
        ("查违章", "违法"),
        ("检验标志", "机动车"),
        ("进度", "申请"),
        ("人工", "窗口"),
        ("你好", "请选择要办理的事项"),
        ("取消", "没有进行中的办理"),
        ("换成英文", "选择语言"),
        ("最多能备案几辆车", "规定"),
        ("谢谢", "不客气"),
        ("解除备案", "机动车"),
        ("我要注销账号", "资料"),
    ],
)
def test_plain_words_open_what_they_mean(app: AppDriver, driver: Citizen, words: str, answer: str) -> None:
    driver.says(words)
    driver.sees(answer)


@pytest.mark.parametrize(
    ("words", "answer"),
    [
        ("menu", "What would you like to do"),
        ("Help me please", "Commands you can use"),
        ("i want to file a car", "By applying, you agree"),
        ("show my violatoins pls", "have not filed any"),
        ("how's my application going", "not applied to file"),
        ("hello", "What would you like to do"),
        ("thanks", "You are welcome"),
        ("never mind", "nothing to cancel"),
    ],
)
def test_plain_english_words_open_what_they_mean(app: AppDriver, words: str, answer: str) -> None:
    reader = cast.citizen(app, "李雷", cast.id_number(8), "+8613800000008", language="en")
    reader.says(words)
    reader.sees(answer)


@pytest.mark.parametrize("words", ["不要取消", "不想解绑", "don't cancel", "今天天气怎么样", "asdf"])
def test_a_refusal_and_other_matters_open_nothing(app: AppDriver, driver: Citizen, words: str) -> None:
    driver.says(words)
    driver.sees("没明白")


def test_two_things_at_once_are_offered(app: AppDriver, driver: Citizen) -> None:
    driver.says("查违章和检验标志")
    driver.sees("您要办的是不是这个")
    driver.taps("交通违法")
    driver.sees("违法")


def test_a_plate_opens_its_vehicle_and_its_violations(app: AppDriver, driver: Citizen) -> None:
    certificate_car(app, driver)
    certificate_car(app, driver, plate="桂B66666")
    driver.says("桂A·12345")
    driver.sees("桂A·12345", "本人")
    driver.says("查一下桂 b66666 的违章")
    driver.sees("桂B·66666")
    assert "桂A" not in driver.last()
    driver.says("show the certificate of 桂A12345")
    assert driver.has_seen("有效")


def test_a_car_that_one_has_is_opened_and_not_filed(app: AppDriver, driver: Citizen) -> None:
    owner = cast.owner(app)
    cast.car(app, owner)
    for words in ("桂A12345 二维码", "QR code for 桂A12345", "备案桂A12345"):
        owner.says(words)
        owner.sees("本人机动车")
        assert "机动车二维码" in owner.labels()
        driver.says(words)
        driver.sees("请输入发动机号")
        driver.says("/cancel")


def test_of_a_plate_that_is_not_in_the_list_nothing_is_said(app: AppDriver, driver: Citizen) -> None:
    cast.car(app, cast.owner(app))
    for plate in ("桂A12345", "桂A99999"):
        driver.says(plate)
        driver.sees("不在您的机动车里")
        assert driver.labels() == ["备案非本人机动车", "验证凭证", "我的机动车"]


def test_a_number_opens_the_application(app: AppDriver, driver: Citizen) -> None:
    asked_owner(app, driver)
    driver.says("/cancel")
    for words in ("#1001", "1001", "1001号申请怎么样了", "how is application 1001 going"):
        driver.says(words)
        driver.sees("1001")
        assert "没明白" not in driver.last()


def test_taking_an_agreement_back_in_words_offers_what_can_be_taken_back(driver: Citizen) -> None:
    driver.says("撤回我的同意")
    assert driver.labels()[:2] == ["我的车：申请和备案", "条款与同意"]


def test_an_answer_to_an_open_question_stays_an_answer(app: AppDriver, driver: Citizen) -> None:
    owner = asked_owner(app, driver)
    owner.says("同意")
    assert owner.has_seen("同意")
    assert driver.has_seen("已同意") or driver.has_seen("实人认证")


def test_words_beside_an_open_question_open_what_they_mean(app: AppDriver, driver: Citizen) -> None:
    owner = asked_owner(app, driver)
    owner.says("查违章")
    owner.sees("违法")
    owner.says("随便说说")
    owner.sees("1001")


def test_at_a_step_that_takes_words_the_person_is_asked_and_nothing_is_lost(app: AppDriver, driver: Citizen) -> None:
    cast.car(app, cast.owner(app))
    driver.says("/file 02 桂A12345 123456")
    driver.taps("其他")
    driver.says("查违章")
    driver.sees("这句话是要打开下面这一项，还是这一步的回答")
    driver.taps("交通违法")
    driver.sees("违法")
    driver.says("我们是邻居")
    driver.sees("邻居")


def test_what_was_typed_can_be_the_answer(app: AppDriver, driver: Citizen) -> None:
    cast.car(app, cast.owner(app))
    driver.says("/file 02 桂A12345 123456")
    driver.taps("其他")
    driver.says("菜单")
    driver.taps("是这一步的回答")
    driver.sees("菜单", "请核对")


def test_an_answer_of_an_earlier_step_is_none_of_the_next(app: AppDriver, driver: Citizen) -> None:
    cast.car(app, cast.owner(app))
    driver.says("/file 02 桂A12345 123456")
    driver.taps("其他")
    driver.says("菜单")
    message, button = driver.button("是这一步的回答")
    driver.says("邻居")
    driver.forges(button, message["message_id"])
    assert driver.has_seen("邻居")
    assert "菜单" not in driver.last()


def test_what_a_step_refuses_is_offered(app: AppDriver, driver: Citizen) -> None:
    cast.car(app, cast.owner(app))
    driver.says("/file 02 桂A12345 123456")
    driver.taps("其他")
    driver.says("#1001")
    assert any("1001" in label for label in driver.labels())


def test_at_a_step_without_words_the_page_opens_and_the_flow_stays(app: AppDriver, driver: Citizen) -> None:
    cast.car(app, cast.owner(app))
    driver.says("/file 02 桂A12345 123456")
    driver.taps("朋友")
    driver.says("查违章")
    driver.sees("违法")
    driver.says("继续")
    driver.sees("请核对")
    driver.says("算了")
    driver.sees("要取消，请点", "请核对")
    driver.says("返回")
    driver.sees("要回到上一步，请点", "请核对")


def test_a_vehicle_code_in_a_picture_opens_the_filing_from_anywhere(app: AppDriver, driver: Citizen) -> None:
    owner = showing(app)
    give_portrait(app, driver)
    driver.sends_photo(jpeg(picture_of(app, owner)))
    driver.sees("您与车主是什么关系")
    assert not driver.has_seen("正在查找二维码")


def test_a_certificate_is_verified_from_a_picture_and_a_text_anywhere(app: AppDriver, driver: Citizen) -> None:
    owner, text = owner_with_text(app)
    driver.sends_photo(download(owner), as_file=True)
    driver.sees("真实有效", "桂A·12345")
    driver.says(f"对方发的“{text.replace(' ', '%20')}”，帮我看看")
    driver.sees("真实有效")


def test_a_share_code_is_verified_anywhere(app: AppDriver, driver: Citizen) -> None:
    owner, _ = owner_with_text(app)
    owner.taps("分享码")
    owner.taps("只看一次")
    code = next(line.strip() for line in owner.last().splitlines() if line.count("-") == 2 and len(line.strip()) == 12)
    driver.sends_photo(qr_of(code))
    driver.sees("真实有效", "分享码")


def test_in_a_flow_a_code_in_a_picture_is_offered(app: AppDriver, driver: Citizen) -> None:
    owner = showing(app)
    give_portrait(app, driver)
    certificate_car(app, cast.citizen(app, "赵六", cast.id_number(9), "+8613800000009"), plate="桂C12345")
    driver.says("/file 02 桂C12345 123456")
    driver.taps("朋友")
    driver.sends_photo(jpeg(picture_of(app, owner)))
    assert driver.has_seen("这一步用不到照片")
    driver.sees("图片里有一个二维码", "不再保留")
    driver.taps("打开这个码")
    driver.sees("您与车主是什么关系", "桂A·12345")


def test_a_picture_without_our_code_gets_no_verdict(app: AppDriver, driver: Citizen) -> None:
    file = io.BytesIO()
    Image.new("RGB", (300, 300), "white").save(file, "JPEG")
    driver.sends_photo(file.getvalue())
    driver.sees("没有读到二维码")
    assert "不是本服务台" not in driver.last()
    driver.sends_photo(qr_of("weixin://wxpay/bizpayurl?pr=1"))
    driver.sees("付款码")


def test_a_forwarded_word_is_no_request(app: AppDriver, driver: Citizen) -> None:
    driver.says("查违章")
    message = next(one for one in driver.messages() if one.get("text") == "查违章")
    driver.forwards(message["message_id"])
    assert "违法" not in driver.last() or "转发" in driver.last() or "没明白" in driver.last()
