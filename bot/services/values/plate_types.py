"""Kinds of plates: the codes of GA/T 16.7 (the same as in GA 24.7), their names, and the vehicles that have them.

The codes 41, 42 and 43 of that table (no plate, forged, misused) describe what an officer saw, not a vehicle of the
register, so they are none of these.
"""

import re
from enum import StrEnum


class PlateType(StrEnum):
    """Kinds of plates by their official code."""

    LARGE = "01"
    SMALL = "02"
    EMBASSY = "03"
    CONSULATE = "04"
    OVERSEAS = "05"
    FOREIGN = "06"
    MOTORCYCLE = "07"
    LIGHT_MOTORCYCLE = "08"
    EMBASSY_MOTORCYCLE = "09"
    CONSULATE_MOTORCYCLE = "10"
    OVERSEAS_MOTORCYCLE = "11"
    FOREIGN_MOTORCYCLE = "12"
    LOW_SPEED = "13"
    TRACTOR = "14"
    TRAILER = "15"
    TRAINING = "16"
    TRAINING_MOTORCYCLE = "17"
    TEST = "18"
    TEST_MOTORCYCLE = "19"
    TEMPORARY_ENTRY = "20"
    TEMPORARY_ENTRY_MOTORCYCLE = "21"
    TEMPORARY = "22"
    POLICE = "23"
    POLICE_MOTORCYCLE = "24"
    FARM_MACHINE = "25"
    HONG_KONG = "26"
    MACAU = "27"
    ARMED_POLICE = "31"
    MILITARY = "32"
    LARGE_NEW_ENERGY = "51"
    SMALL_NEW_ENERGY = "52"
    OTHER = "99"


SMALL_CARS = (PlateType.SMALL, PlateType.SMALL_NEW_ENERGY)
LARGE_CARS = (PlateType.LARGE, PlateType.LARGE_NEW_ENERGY)
MOTORCYCLES = (
    PlateType.MOTORCYCLE,
    PlateType.LIGHT_MOTORCYCLE,
    PlateType.EMBASSY_MOTORCYCLE,
    PlateType.CONSULATE_MOTORCYCLE,
    PlateType.OVERSEAS_MOTORCYCLE,
    PlateType.FOREIGN_MOTORCYCLE,
    PlateType.TRAINING_MOTORCYCLE,
    PlateType.TEST_MOTORCYCLE,
    PlateType.TEMPORARY_ENTRY_MOTORCYCLE,
    PlateType.POLICE_MOTORCYCLE,
)

# As the standard and the registers write them; the first is the standard's.
CHINESE_NAMES: dict[PlateType, tuple[str, ...]] = {
    PlateType.LARGE: ("大型汽车", "大型汽车号牌"),
    PlateType.SMALL: ("小型汽车", "小型汽车号牌"),
    PlateType.EMBASSY: ("使馆汽车", "使馆汽车号牌"),
    PlateType.CONSULATE: ("领馆汽车", "领馆汽车号牌"),
    PlateType.OVERSEAS: ("境外汽车", "境外汽车号牌"),
    PlateType.FOREIGN: ("外籍汽车", "外籍汽车号牌"),
    PlateType.MOTORCYCLE: ("普通摩托车", "两、三轮摩托车", "二、三轮摩托车", "普通摩托车号牌"),
    PlateType.LIGHT_MOTORCYCLE: ("轻便摩托车", "轻便摩托车号牌"),
    PlateType.EMBASSY_MOTORCYCLE: ("使馆摩托车", "使馆摩托车号牌"),
    PlateType.CONSULATE_MOTORCYCLE: ("领馆摩托车", "领馆摩托车号牌"),
    PlateType.OVERSEAS_MOTORCYCLE: ("境外摩托车", "境外摩托车号牌"),
    PlateType.FOREIGN_MOTORCYCLE: ("外籍摩托车", "外籍摩托车号牌"),
    PlateType.LOW_SPEED: ("低速车", "低速车号牌", "农用运输车", "农用运输车号牌"),
    PlateType.TRACTOR: ("拖拉机", "拖拉机号牌"),
    PlateType.TRAILER: ("挂车", "挂车号牌"),
    PlateType.TRAINING: ("教练汽车", "教练汽车号牌"),
    PlateType.TRAINING_MOTORCYCLE: ("教练摩托车", "教练摩托车号牌"),
    PlateType.TEST: ("试验汽车", "试验汽车号牌"),
    PlateType.TEST_MOTORCYCLE: ("试验摩托车", "试验摩托车号牌"),
    PlateType.TEMPORARY_ENTRY: ("临时入境汽车", "临时入境汽车号牌"),
    PlateType.TEMPORARY_ENTRY_MOTORCYCLE: ("临时入境摩托车", "临时入境摩托车号牌"),
    PlateType.TEMPORARY: ("临时行驶车", "临时行驶车号牌"),
    PlateType.POLICE: ("警用汽车", "警用汽车号牌"),
    PlateType.POLICE_MOTORCYCLE: ("警用摩托", "警用摩托车", "警用摩托车号牌"),
    PlateType.FARM_MACHINE: ("原农机", "原农机号牌"),
    PlateType.HONG_KONG: ("香港入出境车", "香港入出境车号牌"),
    PlateType.MACAU: ("澳门入出境车", "澳门入出境车号牌"),
    PlateType.ARMED_POLICE: ("武警", "武警号牌"),
    PlateType.MILITARY: ("军队", "军队号牌"),
    PlateType.LARGE_NEW_ENERGY: ("大型新能源汽车", "大型新能源汽车号牌"),
    PlateType.SMALL_NEW_ENERGY: ("小型新能源汽车", "小型新能源汽车号牌", "新能源"),
    PlateType.OTHER: ("其他", "其他号牌"),
}

EXAMPLES: dict[PlateType, str] = {
    PlateType.LARGE: "桂A12345",
    PlateType.SMALL: "桂A12345",
    PlateType.EMBASSY: "123456使",
    PlateType.CONSULATE: "桂A1234领",
    PlateType.OVERSEAS: "桂A12345",
    PlateType.FOREIGN: "桂A12345",
    PlateType.MOTORCYCLE: "桂A12345",
    PlateType.LIGHT_MOTORCYCLE: "桂A12345",
    PlateType.EMBASSY_MOTORCYCLE: "123456使",
    PlateType.CONSULATE_MOTORCYCLE: "桂A1234领",
    PlateType.OVERSEAS_MOTORCYCLE: "桂A12345",
    PlateType.FOREIGN_MOTORCYCLE: "桂A12345",
    PlateType.LOW_SPEED: "桂A12345",
    PlateType.TRACTOR: "桂0112345",
    PlateType.TRAILER: "桂A1234挂",
    PlateType.TRAINING: "桂A1234学",
    PlateType.TRAINING_MOTORCYCLE: "桂A1234学",
    PlateType.TEST: "桂A1234试",
    PlateType.TEST_MOTORCYCLE: "桂A1234试",
    PlateType.TEMPORARY_ENTRY: "桂A1234临",
    PlateType.TEMPORARY_ENTRY_MOTORCYCLE: "桂A1234临",
    PlateType.TEMPORARY: "桂A12345",
    PlateType.POLICE: "桂A1234警",
    PlateType.POLICE_MOTORCYCLE: "桂A1234警",
    PlateType.FARM_MACHINE: "桂0112345",
    PlateType.HONG_KONG: "粤Z1234港",
    PlateType.MACAU: "粤Z1234澳",
    PlateType.ARMED_POLICE: "WJ桂12345",
    PlateType.MILITARY: "VA12345",
    PlateType.LARGE_NEW_ENERGY: "桂A12345D",
    PlateType.SMALL_NEW_ENERGY: "桂AD12345",
    PlateType.OTHER: "桂A12345",
}


def parse_codes(text: str) -> tuple[PlateType, ...] | None:
    """Return the plate types of codes such as `02,52`, each once; None if one is unknown, or there is none."""
    codes = [code for code in re.split(r"[\s,、;]+", text) if code]
    known = {each.value: each for each in PlateType}
    found = tuple(dict.fromkeys(known[code] for code in codes if code in known))
    return found if codes and set(codes) <= set(known) else None
