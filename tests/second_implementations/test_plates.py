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
    "03": "使[0-9]{6}|[0-9]{6}使",
    "04": f"{PROVINCE}{LETTER}{PLACE}{{4}}领",
    "05": f"{ORDINARY}|{PROVINCE}{LETTER}{PLACE}{{4}}[港澳]",
    "06": ORDINARY,
    "07": ORDINARY,
    "08": ORDINARY,
    "09": "使[0-9]{6}|[0-9]{6}使",
    "10": f"{PROVINCE}{LETTER}{PLACE}{{4}}领",
    "11": f"{ORDINARY}|{PROVINCE}{LETTER}{PLACE}{{4}}[港澳]",
    "12": ORDINARY,
    "13": ORDINARY,
    "14": f"{ORDINARY}|{PROVINCE}[0-9]{{2}}{PLACE}{{5}}",
    "15": f"{PROVINCE}{LETTER}{PLACE}{{4}}挂",
    "16": f"{PROVINCE}{LETTER}{PLACE}{{4}}学",
    "17": f"{PROVINCE}{LETTER}{PLACE}{{4}}学",
    "18": f"{PROVINCE}{LETTER}(?:{PLACE}{{5}}|{PLACE}{{4,5}}试)",
    "19": f"{PROVINCE}{LETTER}(?:{PLACE}{{5}}|{PLACE}{{4,5}}试)",
    "20": f"{PROVINCE}{LETTER}(?:{PLACE}{{5}}|{PLACE}{{4,5}}临)",
    "21": f"{PROVINCE}{LETTER}(?:{PLACE}{{5}}|{PLACE}{{4,5}}临)",
    "22": f"{PROVINCE}{LETTER}(?:{PLACE}{{5}}|{PLACE}{{4,5}}[临超试])",
    "23": f"{PROVINCE}[A-HJ-Z]{PLACE}{{4}}警",
    "24": f"{PROVINCE}[A-HJ-Z]{PLACE}{{4}}警",
    "25": f"{ORDINARY}|{PROVINCE}[0-9]{{2}}{PLACE}{{5}}",
    "26": f"{PROVINCE}{LETTER}{PLACE}{{4}}港",
    "27": f"{PROVINCE}{LETTER}{PLACE}{{4}}澳",
    "31": f"WJ{PROVINCE}?[0-9]{{4}}{PLACE}",
    "32": "[A-HJ-NP-Z][A-HJ-Z][0-9]{5}",
    "51": f"{PROVINCE}{LETTER}[0-9]{{5}}[A-HJK]",
    "52": f"{PROVINCE}{LETTER}[A-HJK]{PLACE}[0-9]{{4}}",
    "99": f"(?:{PROVINCE}|[A-Z0-9挂学警港澳临超试使领]){{4,10}}",
}
# Plates of the forces, and others, are never suggested: nearly every slip would look like one.
SUGGESTED = set(PATTERNS) - {"31", "32", "99"}
ENDINGS = dict(
    zip(("04", "05", "10", "11", "15", "16", "17", "23", "24", "26", "27"), "领港领澳挂学学警警港澳", strict=True)
)
SHORT_OR_LONG = {"18": "试", "19": "试", "20": "临", "21": "临", "22": "临超试"}
ENERGY = "DABCEFGHJK"
CHARACTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789挂学警港澳临超试使领桂京"
SEPARATORS = " ·•-—.　\u200b\t"


def right(source: random.Random, code: str) -> list[str]:
    """Return the characters of a plate of this type."""
    letters, digits = "ABCDEFGHJKLMNPQRSTUVWXYZ", "0123456789"
    head = [source.choice(PROVINCE[1:-1]), source.choice(letters + ("O" if code in ("23", "24") else ""))]
    places, number = [source.choice(letters + digits) for _ in range(5)], source.choices(digits, k=6)
    wj = ["W", "J", *head[: source.choice((0, 1))]]
    unusual = {
        "03": source.choice([["使", *number], [*number, "使"]]),
        "09": source.choice([["使", *number], [*number, "使"]]),
        "14": [head[0], *number[:2], *places],
        "25": [head[0], *number[:2], *places],
        "31": [*wj, *number[:4], places[0]],
        "32": [source.choice(letters), source.choice(letters + "O"), *number[:5]],
        "51": [*head, *number[:5], source.choice(ENERGY)],
        "52": [*head, source.choice(ENERGY), places[0], *number[:4]],
    }
    if code in SHORT_OR_LONG:
        ending = source.choice(["", *SHORT_OR_LONG[code]])
        return [*head, *places[: source.choice((4, 5)) if ending else 5], ending]
    return unusual.get(code) or [*head, *(places if code not in ENDINGS else [*places[:4], ENDINGS[code]])]


def drawn(source: random.Random, code: str) -> str:
    """Return a plate of this type, or one with a character changed, added or missing."""
    plate = [*"".join(right(source, code))]
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
    source, valid = random.Random(36), 0
    assert set(PATTERNS) == {each.value for each in PlateType}
    for _ in range(INPUTS):
        code = source.choice([*PATTERNS, "02", "52"])
        plate = drawn(source, code)
        wanted = re.fullmatch(PATTERNS[code], plate) is not None
        problem = plates.check(as_typed(source, plate), PlateType(code))
        assert (problem is None) == wanted == plates.fits(plate, PlateType(code)), (code, plate, problem)
        valid += wanted
    assert INPUTS / 3 < valid < INPUTS


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
            assert not any(re.fullmatch(pattern, plate) for kind, pattern in PATTERNS.items() if kind in SUGGESTED), (
                code,
                plate,
            )
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
