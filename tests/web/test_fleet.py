"""The organisation's vehicles in the portal: list, search, filter, pages, CSV, languages."""

import csv
import io
import re
from datetime import date
from typing import Any

import pytest

from storage.organisations.organisations import Organisation
from storage.register.vehicles import VehicleState
from tests.stories import cast
from tests.stories.app_driver import AppDriver
from tests.web.company import filed, signed_in
from tests.web.visitor import Visitor


def fleet(app: AppDriver, organisation: Organisation, count: int) -> None:
    """Give an organisation this many vehicles."""
    for at in range(count):
        cast.car(app, organisation, plate=f"桂A{at:05}", model=f"东风{at % 7}", inspection_valid_until="2028-01")


def test_the_fleet_list_shows_what_is_due(app: AppDriver) -> None:
    owner = cast.owner(app)
    organisation = cast.organisation(app, owner)
    cast.car(app, organisation, inspection_valid_until="2026-12", insurance_valid_until=date(2027, 11, 1))
    visitor = signed_in(app, owner)
    visitor.sees("桂A·12345", "2026-12", "待办", "2027年11月1日", "1 辆，共 1 辆")


@pytest.mark.parametrize(
    ("words", "found"),
    [("00001", 1), ("桂a·0000", 10), ("东风3", 1), ("%", 0), ("_", 0), ("'; DROP TABLE vehicles; --", 0), ("白", 10)],
)
def test_the_list_is_searched_by_plate_model_and_colour(app: AppDriver, words: str, found: int) -> None:
    owner = cast.owner(app)
    fleet(app, cast.organisation(app, owner), 10)
    visitor = signed_in(app, owner)
    visitor.opens("/organisation/cars", params={"words": words})
    assert visitor.page.count('scope="row"') == found


def test_the_list_is_filtered(app: AppDriver) -> None:
    owner, driver = cast.owner(app), cast.driver(app)
    organisation = cast.organisation(app, owner)
    later: dict[str, Any] = {"inspection_valid_until": "2029-01", "insurance_valid_until": date(2029, 1, 1)}
    filed(app, driver, cast.car(app, organisation, plate="桂A00001", **later))
    cast.car(app, organisation, plate="桂A00002", **(later | {"inspection_valid_until": "2027-01"}))
    cast.car(app, organisation, plate="桂A00003", **(later | {"insurance_valid_until": date(2026, 12, 1)}))
    cast.car(app, organisation, plate="桂A00004", state=VehicleState.LOCKED, **later)
    visitor = signed_in(app, owner)
    for only, plate in (("filed", 1), ("inspection", 2), ("insurance", 3), ("abnormal", 4)):
        visitor.opens("/organisation/cars", params={"only": only})
        assert re.findall(r"桂A·(\d+)</span>", visitor.page) == [f"{plate:05}"], only
    visitor.opens("/organisation/cars", params={"only": "<script>"})
    assert visitor.page.count('scope="row"') == 4


def test_a_long_list_is_shown_in_pages(app: AppDriver) -> None:
    owner = cast.owner(app)
    fleet(app, cast.organisation(app, owner), 120)
    visitor = signed_in(app, owner)
    visitor.sees("第 1 页，共 3 页", "桂A·00000", "桂A·00049")
    assert "桂A·00050" not in visitor.page
    visitor.opens("/organisation/cars?page=3")
    visitor.sees("第 3 页，共 3 页", "桂A·00119")
    for strange in ("99", "-1", "x", "１", "9" * 30):
        assert visitor.opens(f"/organisation/cars?page={strange}") == 200


def test_the_csv_file_contains_no_formulas(app: AppDriver) -> None:
    owner = cast.owner(app)
    organisation = cast.organisation(app, owner)
    for at, model in enumerate(("=HYPERLINK(1)", "+1", "-1", "@x", "\tx", " =1", "＝1", "五菱,宏光")):
        cast.car(app, organisation, plate=f"桂A{at:05}", model=model)
    visitor = signed_in(app, owner)
    visitor.opens("/organisation/cars.csv")
    assert visitor.answer.headers["content-disposition"] == 'attachment; filename="cars-20261125.csv"'
    assert visitor.answer.content.startswith("\ufeff".encode())
    rows = list(csv.reader(io.StringIO(visitor.answer.content.decode("utf-8-sig"))))
    assert rows[0][:3] == ["车牌", "号牌种类", "车型"]
    assert len(rows) == 9
    assert not [cell for row in rows for cell in row if cell.lstrip(" ").startswith(("=", "+", "-", "@", "\t", "＝"))]
    assert rows[8][2] == "五菱,宏光"


def test_markup_in_the_register_is_escaped(app: AppDriver) -> None:
    owner = cast.owner(app)
    organisation = cast.organisation(app, owner, name="<b>x</b>\"'&公司")
    cast.car(app, organisation, model="<script>alert(1)</script>")
    visitor = signed_in(app, owner)
    assert "<script>alert" not in visitor.answer.text
    assert "<b>x" not in visitor.answer.text
    visitor.opens('/organisation/cars?words="><script>alert(1)</script>')
    assert "<script>alert" not in visitor.answer.text


def test_the_language_can_be_chosen(app: AppDriver) -> None:
    owner = cast.owner(app)
    car = cast.car(app, cast.organisation(app, owner))
    visitor = signed_in(app, owner)
    visitor.opens(f"/organisation/language?to=en&back=/organisation/cars/{car.id}")
    visitor.sees("Who has filed this car", 'lang="en"')
    visitor.opens("/organisation/language?to=zh-CN&back=/organisation/cars")
    visitor.sees("机动车", 'lang="zh-CN"')


@pytest.mark.parametrize("back", ["https://evil.example", "//evil.example", "/\\evil.example", "/organisation\\x", ""])
def test_the_language_link_redirects_only_within_the_portal(app: AppDriver, back: str) -> None:
    visitor = Visitor(app)
    assert visitor.asks("GET", "/organisation/language", params={"to": "en", "back": back}) == 303
    assert visitor.answer.headers["location"] == "/organisation"
