"""Numbers of identity documents by one regular expression each, and the private area by the codec of GB 18030."""

import random
import re
from datetime import date

from bot.services.values import identity_documents, names, private_area

INPUTS = 10_000
TODAY = date(2026, 11, 30)
PATTERNS = {
    "former_foreigner_card": "(USA|DEU|JPN)[0-9]{4}[0-9]{2}(0[1-9]|1[0-2])(0[1-9]|1[0-9]|2[0-8])[0-9]{2}",
    "hong_kong_macau_permit": "[HM][0-9]{8}([0-9]{2})?",
    "taiwan_permit": "[0-9]{8}|[0-9]{10}[A-Z]",
    "chinese_passport": "E[0-9]{8}|E[A-HJ-NP-Z][0-9]{7}|G[0-9]{8}|[DSP]E?[0-9]{7,8}",
    "travel_document": "L[0-9]{8}",
    "foreign_passport": "(USA|DEU|JPN)(?=.*[0-9])[A-Z0-9]{5,11}",
}


def drawn(source: random.Random) -> str:
    head = source.choice(["", "H", "M", "E", "EA", "EI", "G", "L", "D", "SE", "USA", "DEU", "JPN", "TWN", "QQQ", "K"])
    body = "".join(source.choices("0123456789", k=source.choice((6, 7, 7, 8, 8, 8, 9, 10, 12, 12))))
    return head + body + source.choice(("", "", "", "", "A", "Q"))


def test_a_number_is_of_the_document_whose_shape_it_has() -> None:
    source, recognised = random.Random(553), dict.fromkeys(PATTERNS, 0)
    for _ in range(INPUTS):
        number = drawn(source)
        fitting = [kind for kind, pattern in PATTERNS.items() if re.fullmatch(pattern, number)]
        found = identity_documents.parse(number, today=TODAY)
        if not fitting:
            is_late = re.fullmatch("(USA|DEU|JPN)[0-9]{12}", number)  # 29 to 31 of a month: not in the pattern.
            assert not isinstance(found, str) or (is_late and found.startswith("former")), number
            continue
        assert isinstance(found, str), number
        assert found.partition(":")[0] == fitting[0], number
        recognised[fitting[0]] += 1
    assert min(recognised.values()) > 10, recognised


def test_the_private_area_is_that_of_gb_18030() -> None:
    """The codec maps 66 of the 80 characters; the other 14 are those that the edition of 2022 has mapped."""
    pairs = [bytes((0xFE, last)) for last in range(0x50, 0xA1) if last != 0x7F]
    still_private = []
    for place, pair in enumerate(pairs):
        private, decoded = 0xE815 + place, pair.decode("gb18030")
        standard = private_area.STANDARD[private]
        if "\ue000" <= decoded <= "\uf8ff":
            assert ord(decoded) == private
            still_private.append(f"{standard:X}")
        else:
            assert ord(decoded) == standard
    expected = "20087 20089 200CC 9FB4 9FB5 9FB6 9FB7 215D7 9FB8 2298F 9FB9 9FBA 241FE 9FBB"
    assert " ".join(still_private) == expected


def test_a_name_with_private_characters_is_the_name_with_the_standard_ones() -> None:
    for private, standard in private_area.STANDARD.items():
        assert names.are_same(f"王{chr(private)}", f"王{chr(standard)}")
