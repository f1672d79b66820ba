"""Files of a register of any size, as an operator exports them: of each person an organisation, a car, a violation."""

from datetime import date, timedelta
from itertools import product
from pathlib import Path

from stdnum.cn import uscc

from bot.services.importing.kinds import ImportKind
from tests.stories.cast import id_number

HEADERS = {
    ImportKind.PEOPLE: (
        "id_number,name,phone,licence_number,licence_class,licence_status,points,points_reset_on,portrait"
    ),
    ImportKind.ORGANISATIONS: "credit_code,name,phone,administrator_id_number",
    ImportKind.STAFF: "telegram_id,name,roles",
    ImportKind.VEHICLES: (
        "plate_type,plate,owner,engine_number,vin,model,colour,seats,use,manufactured_on,first_registered_on,"
        "inspection_valid_until,insurance_valid_until,tax_paid_until,state"
    ),
    ImportKind.VIOLATIONS: (
        "number,plate_type,plate,occurred_at,place,act_code,act,provision,basis,fine_yuan,points,authority_code,photo"
    ),
}
NAMES = [family + given for family, given in product("赵钱孙李周吴郑王", ("伟", "芳", "小明", "建国", "秀英"))]


def write(folder: Path, kind: ImportKind, rows: int, *, first: int = 0) -> Path:
    """Write a file of a kind with so many rows, from a number on. Returns its path."""
    path = folder / f"{kind}.csv"
    lines = (_ROWS[kind](at) for at in range(first, first + rows))
    path.write_text("\n".join([HEADERS[kind], *lines, ""]), encoding="utf-8")
    return path


def number_of(at: int) -> str:
    """Return the ID number of the person of a row."""
    return id_number(at % 1_000, born=date(1960, 1, 1) + timedelta(days=at // 1_000))


def _person(at: int) -> str:
    number = number_of(at)
    return f"{number},{NAMES[at % len(NAMES)]},139{at:08},{number},C1,normal,{at % 12},2027-05-01,"


def _organisation(at: int) -> str:
    code = f"91450100MA{at:07}"
    return f"{code}{uscc.calc_check_digit(code)},青山物流{at},13800000005,{number_of(at)}"


def _member(at: int) -> str:
    return f"{800_000_000 + at},{NAMES[at % len(NAMES)]},{'reviewer' if at else 'admin'}"


def _plate(at: int) -> str:
    letters = "ABCDEFGHJKLMNPQRSTUVWXYZ"
    return f"桂{letters[at // 100_000 % 24]}{at % 100_000:05}"


def _vehicle(at: int) -> str:
    return (
        f"02,{_plate(at)},{number_of(at)},LJ4A{at:06},LZWADAGA0PB{at:06},五菱星光,白,5,non_operating,2024-05-01,"
        "2024-06-01,2025-06,2027-03-25,2027-03-25,normal"
    )


def _violation(at: int) -> str:
    return (
        f"B{at:09},02,{_plate(at)},2026-11-01T10:00:00+08:00,民族大道,1625,驾驶机动车违反道路交通信号灯通行的,"
        "《道路交通安全法》第三十八条,《道路交通安全法》第九十条,200,3,450100,"
    )


_ROWS = {
    ImportKind.PEOPLE: _person,
    ImportKind.ORGANISATIONS: _organisation,
    ImportKind.STAFF: _member,
    ImportKind.VEHICLES: _vehicle,
    ImportKind.VIOLATIONS: _violation,
}
