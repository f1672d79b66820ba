"""The table of authorities: read from a file, found by the beginning of a code, with a default."""

import pytest

from bot.services.values import decision_numbers
from bot.services.violations import authorities
from bot.services.violations.authorities import AuthorityFileError
from storage import audit
from storage.audit import Action
from storage.violations import authorities as store
from tests.services.builders import NOW, DataBuilder
from tests.services.own_builders import notified

FILE = "\ufeffcode,name,seal,check_rule,account\n4501,南宁支队,南宁章,iso-7064,某行 1\n450102,兴宁大队,,,\n"


def test_the_longest_beginning_of_the_code_counts(data: DataBuilder) -> None:
    admin = data.staff("admin")
    authorities.set_all(data.session, authorities.parse(FILE), now=NOW)
    found = authorities.of(data.session, "450102")
    assert (found.name, found.seal, found.account) == ("兴宁大队", "兴宁大队", "")
    found = authorities.of(data.session, "450199")
    assert (found.name, found.seal, found.account) == ("南宁支队", "南宁章", "某行 1")
    other = authorities.of(data.session, "450900")
    assert (other.name, other.seal) == ("公安机关交通管理部门（机关代码 450900）", "")
    assert audit.count(data.session, Action.AUTHORITIES_SET, since=NOW) == 1
    assert notified(data, admin, authorities.SET)


def test_a_row_says_how_numbers_are_checked_and_else_the_dated_rule(data: DataBuilder) -> None:
    authorities.set_all(data.session, authorities.parse(FILE), now=NOW)
    rules = {"4501": "all-fifteen"}
    iso, fifteen = decision_numbers.RULES["iso-7064"], decision_numbers.all_fifteen
    assert authorities.check_rule(data.session, "450100", rules) is iso
    assert authorities.check_rule(data.session, "450102", rules) is fifteen
    assert authorities.check_rule(data.session, "450900", rules) is decision_numbers.last_nine


def test_a_new_table_replaces_the_former_one(data: DataBuilder) -> None:
    authorities.set_all(data.session, authorities.parse(FILE), now=NOW)
    authorities.set_all(data.session, authorities.parse("code,name\n45,某局\n"), now=NOW)
    assert [(each.code, each.name) for each in store.all_of(data.session)] == [("45", "某局")]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "line 1: the columns"),
        ("code\n45\n", "line 1: the columns"),
        ("code,name,colour\n45,a,b\n", "line 1: the columns"),
        ("code,name\n4,a\n", "line 2: the code"),
        ("code,name\n4501022,a\n", "line 2: the code"),
        ("code,name\n４５,a\n", "line 2: the code"),
        ("code,name\n45,\n", "line 2: the name"),
        (f"code,name\n45,{'a' * 41}\n", "line 2: the name"),
        (f"code,name,seal\n45,a,{'a' * 41}\n", "line 2: the seal"),
        ("code,name,check_rule\n45,a,no-rule\n", "line 2: the check rule is one of last-nine"),
        (f"code,name,account\n45,a,{'1' * 81}\n", "line 2: the account"),
        ("code,name\n45,a\n45,b\n", "line 3: code 45"),
        ("code,name\n45,a,b\n", "line 2: too many"),
        ("code,name\n" + "".join(f"{number:06d},a\n" for number in range(5_001)), "more than 5000 rows"),
    ],
)
def test_a_file_with_a_mistake_is_refused(text: str, said: str) -> None:
    with pytest.raises(AuthorityFileError, match=said):
        authorities.parse(text)
