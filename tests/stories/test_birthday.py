"""People whose document does not carry their date of birth: registration with a passport, and /birthday."""

import pytest

from storage.register.people import Person
from storage.staff.members import StaffRole
from tests.stories import cast
from tests.stories.actor import Actor
from tests.stories.app_driver import AppDriver
from tests.stories.registration_steps import PHONE, confirms, person_of, registers, to_confirm, to_id_number


@pytest.fixture
def guest(app: AppDriver) -> Actor:
    return app.person("小王", PHONE)


def registered(app: AppDriver, guest: Actor, number: str) -> Person:
    registers(guest, number=number)
    return person_of(app, guest)


@pytest.mark.parametrize(
    ("typed", "shown", "kept"),
    [
        ("usa 123456789", "外国护照 USA123456789", "foreign_passport:USA123456789"),
        ("H1234567801", "港澳居民来往内地通行证 H12345678", "hong_kong_macau_permit:H12345678"),
        ("台胞证 1234567801", "台湾居民来往大陆通行证 12345678", "taiwan_permit:12345678"),
    ],
)
def test_who_has_another_document_registers_with_its_number(
    app: AppDriver, guest: Actor, typed: str, shown: str, kept: str
) -> None:
    to_confirm(guest, number=typed)
    guest.sees(shown)
    confirms(guest)
    assert person_of(app, guest).id_number == kept


def test_a_passport_without_its_country_is_asked_for_it(guest: Actor) -> None:
    to_id_number(guest)
    guest.says("护照 123456789")
    guest.sees("国家的三个字母", "第 2 步")


def test_who_files_a_car_says_first_when_they_were_born(app: AppDriver, guest: Actor) -> None:
    registered(app, guest, "USA 123456789")
    guest.says("/file")
    guest.sees("填写出生日期")
    guest.taps("填写出生日期")
    guest.sees("1990-05-17")
    guest.says("明天")
    guest.sees("看不出是哪一天")
    guest.says("1990/5/27")
    guest.sees("1990年5月27日，对吗", "不能自己修改")
    assert person_of(app, guest).birth_date == ""
    guest.says("不对")
    guest.sees("请输入您的出生日期")
    guest.says("17 May 1990")
    guest.sees("1990年5月17日，对吗")
    guest.says("是的")
    guest.sees("出生日期已记下：1990年5月17日", "写错了的", "要备案的")
    assert person_of(app, guest).birth_date == "1990-05-17"
    guest.says("/file")
    guest.sees("备案非本人机动车")
    guest.says("/birthday")
    guest.sees("已经有了")


def test_a_mistyped_date_is_typed_again_once_two_admins_have_taken_it_away(app: AppDriver, guest: Actor) -> None:
    person = registered(app, guest, "USA 123456789")
    guest.says("/birthday")
    guest.says("2015-05-17")
    guest.sees("对吗", "未满 16 周岁", "2031年5月17日")
    guest.taps("对，记下")
    guest.sees("出生日期已记下", "未满 16 周岁")
    assert "备案非本人机动车" not in guest.labels()
    guest.says("/birthday")
    guest.sees("不能自己修改", "工作人员核对后")
    first, second = (cast.greeted(cast.reviewer(app, name, (StaffRole.ADMIN,))) for name in ("管理员甲", "管理员乙"))
    first.says("/find USA 123456789")
    first.taps(next(label for label in first.labels() if label.startswith("出生日期有误")))
    first.sees("2015-05-17", "另一位管理员")
    first.taps("确认撤销")
    first.sees("自己提议的不能自己确认")
    second.sees("出生日期有误", "2015-05-17")
    second.taps("确认撤销")
    second.sees("已删去")
    guest.sees("请重新填写出生日期")
    guest.taps("填写出生日期")
    guest.says("1990-05-17")
    guest.taps("对，记下")
    guest.sees("出生日期已记下")
    assert person_of(app, guest).birth_date == "1990-05-17"
    assert person.id == person_of(app, guest).id
