"""Whatever sends people to a counter, a pick-up point or a station names it, or says whom to ask where there is none.

The shared texts of `offices.ftl` do that: `{ counter-with-id }`, `{ counter-visit }` and others.
"""

import re

import pytest

from bot.texts import LANGUAGES, LOCALES
from tests.conventions.source_tree import none_of

# Texts that speak of counters, stations and pick-up without sending anybody there.
_OF_NOBODY = """
    import-fault-busy import-error-busy issued-station paper-way-pick-up refused-not-own-certificate
    rule-choice-ten-years rule-name-station-revoke-hours staff-role-station
"""
OF_NOBODY = frozenset(_OF_NOBODY.split())
WORDS = {
    "zh-CN": re.compile("窗口|网点|检验机构|检验站|车管所"),
    "en": re.compile(r"\b(counter|station|vehicle office)\b"),
}
REFERENCE = re.compile(r"\{ [a-z-]+ \}")


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_other_text_sends_people_to_an_office_in_words_of_its_own(language: str) -> None:
    entries = [
        entry
        for path in sorted((LOCALES / language).glob("*.ftl"))
        if path.name != "offices.ftl"
        for entry in re.split(r"^(?=[a-z])", path.read_text(), flags=re.MULTILINE)[1:]
    ]
    found = [entry for entry in entries if WORDS[language].search(REFERENCE.sub("", entry.partition("=")[2]))]
    none_of(
        [entry.strip() for entry in found if entry.split(" =")[0] not in OF_NOBODY],
        "Write { counter-with-id }, { counter-visit }, { counter-ask }, { station-visit } or { pick-up-visit }:",
    )
