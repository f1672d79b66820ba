"""Number plates, by regular expressions written from GA 36, against the grammar of the product."""

import random
import re

from bot.services.values import plates
from bot.services.values.plates import PlateReason, PlateType

INPUTS = 10_000
PROVINCE = "[京沪津渝冀晋辽吉黑苏浙皖闽赣鲁豫鄂湘粤琼川贵云陕甘青蒙桂藏宁新]"
# A letter of the office; a place of the serial. Neither has I and O; only the police have an office O.
LETTER, PLACE = "[A-HJ-NP-Z]", "[A-HJ-NP-Z0-9]"
ORDINARY = f"{PROVINCE}{LETTER}{PLACE}{{5}}"
PATTERNS = {
    "01": ORDINARY,
    "02": ORDINARY,
    "07": ORDINARY,
    "08": ORDINARY,
    "13": ORDINARY,
    "15": f"{PROVINCE}{LETTER}{PLACE}{{4}}挂",
    "16": f"{PROVINCE}{LETTER}{PLACE}{{4}}学",
    "22": f"{PROVINCE}{LETTER}(?:{PLACE}{{5}}|{PLACE}{{4,5}}[临超试])",
    "23": f"{PROVINCE}[A-HJ-Z]{PLACE}{{4}}警",
    "26": f"{PROVINCE}{LETTER}{PLACE}{{4}}港",
    "27": f"{PROVINCE}{LETTER}{PLACE}{{4}}澳",
    "51": f"{PROVINCE}{LETTER}[0-9]{{5}}[A-HJK]",
    "52": f"{PROVINCE}{LETTER}[A-HJK]{PLACE}[0-9]{{4}}",
}
ENERGY = "DABCEFGHJK"
CHARACTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789挂学警港澳临超试桂京"
SEPARATORS = " ·•-—.　\u200b\t"


def drawn(source: random.Random, code: str) -> str:
    """Return a plate of this type, or one with a character changed, added or missing."""
    letters, digits = "ABCDEFGHJKLMNPQRSTUVWXYZ", "0123456789"
    places = [source.choice(letters + digits) for _ in range(source.choice((4, 5)) if code == "22" else 5)]
    endings = {"15": "挂", "16": "学", "22": source.choice(["", "临", "超", "试"]), "23": "警", "26": "港", "27": "澳"}
    if code == "51":
        places = [*source.choices(digits, k=5), source.choice(ENERGY)]
    elif code == "52":
        places = [source.choice(ENERGY), source.choice(letters + digits), *source.choices(digits, k=4)]
    elif code in endings:
        places = [*(places if code == "22" else places[:4]), endings[code]]
    plate = [source.choice(PROVINCE[1:-1]), source.choice(letters + ("O" if code == "23" else "")), *places]
    at = source.randrange(len(plate))
    change = source.random()
    if change < 0.3:
        plate[at] = source.choice(CHARACTERS)
    elif change < 0.4:
        plate.insert(at, source.choice(CHARACTERS))
    elif change < 0.5:
        del plate[at]
    return "".join(plate)


def as_typed(source: random.Random, plate: str) -> str:
    """Return a plate as somebody may type it: small letters, full width, with separators."""
    wide = source.random() < 0.2
    typed = [chr(ord(one) + 0xFEE0) if wide and one.isascii() else one for one in plate]
    typed = [one.lower() if source.random() < 0.2 else one for one in typed]
    for _ in range(source.choice((0, 0, 1, 2))):
        typed.insert(source.randrange(len(typed) + 1), source.choice(SEPARATORS))
    return "".join(typed)


def test_a_plate_is_right_if_the_standard_says_so() -> None:
    source, right = random.Random(36), 0
    assert set(PATTERNS) == {each.value for each in PlateType}
    for _ in range(INPUTS):
        code = source.choice([*PATTERNS, "02", "52"])
        plate = drawn(source, code)
        wanted = re.fullmatch(PATTERNS[code], plate) is not None
        problem = plates.check(as_typed(source, plate), PlateType(code))
        assert (problem is None) == wanted == plates.fits(plate, PlateType(code)), (code, plate, problem)
        right += wanted
    assert INPUTS / 3 < right < INPUTS


def test_what_is_said_of_a_wrong_plate_is_true() -> None:
    source, seen = random.Random(37), set()
    for _ in range(INPUTS):
        code = source.choice(list(PATTERNS))
        plate = drawn(source, source.choice(list(PATTERNS)))
        problem = plates.check(plate, PlateType(code))
        if problem is None:
            continue
        seen.add(problem.reason)
        if problem.position:
            assert plate[problem.position - 1] == problem.character, (code, plate)
        if problem.reason is PlateReason.OTHER_TYPE:
            assert re.fullmatch(PATTERNS[problem.suggestion], plate), (code, plate)
        elif problem.reason is not PlateReason.CHARACTER:
            assert not any(re.fullmatch(pattern, plate) for pattern in PATTERNS.values()), (code, plate)
        if problem.reason is PlateReason.NEVER_USED:
            assert problem.character in "IO", (code, plate)
        if problem.reason in (PlateReason.TOO_SHORT, PlateReason.TOO_LONG):
            is_short = len(plate) < int(problem.suggestion)
            assert (problem.reason is PlateReason.TOO_SHORT) == is_short, (code, plate)
    assert {PlateReason.OTHER_TYPE, PlateReason.NEVER_USED, PlateReason.TOO_LONG, PlateReason.ENDING_EXPECTED} <= seen


def test_a_vehicle_typed_in_one_line_is_taken_apart() -> None:
    source = random.Random(38)
    for _ in range(INPUTS):
        code = source.choice(list(PATTERNS))
        plate = drawn(source, code)
        if not re.fullmatch(PATTERNS[code], plate):
            continue
        engine = "".join(source.choices("ABCDEFGH0123456789", k=6))
        between = source.choice((" ", "  ", ",", "，", "/", " ; ", "\n"))
        typed = f"{code}{between}{plate[:2]}{source.choice(('', ' ', '·'))}{plate[2:]}{between}{engine}"
        found = plates.parse_line(typed)
        assert found == (PlateType(code), plate, engine), typed
