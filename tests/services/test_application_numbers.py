"""Numbers behind commands, and how they are shown when they are unknown."""

from datetime import UTC, datetime

import pytest
from telegram import Chat, Message, Update

from bot.incoming import Incoming, IncomingReader
from bot.services.filing.approvals import ApprovalNotFound
from bot.services.values import application_numbers


@pytest.mark.parametrize(
    ("typed", "shown"),
    [("9" * 22, "999999999999…"), ("\u202e1001", "1001"), ("#12x", "12x")],
)
def test_what_is_no_number_is_shown_as_it_was_typed(typed: str, shown: str) -> None:
    with pytest.raises(ApprovalNotFound) as refused:
        application_numbers.of_command("approve", [typed], unknown=ApprovalNotFound)
    assert refused.value.values == {"number": shown}


@pytest.mark.parametrize(
    ("typed", "several"),
    [("1 2", True), ("1, #2", True), ("1", False), ("1 no", False), ("", False)],
)
def test_several_numbers_are_noticed(typed: str, several: bool) -> None:
    assert application_numbers.several(typed.split()) is several


@pytest.mark.parametrize(
    ("text", "words", "arguments"),
    [
        ("/identity 1001, reject", "1001, reject", ["1001,", "reject"]),
        ("/identity，1001，拒绝", "1001，拒绝", ["1001", "拒绝"]),
        ("/identity, ID1001：reject", "ID1001：reject", ["ID1001", "reject"]),
        ("/ledger 2026-11-01 2026-11-30", "2026-11-01 2026-11-30", ["2026-11-01", "2026-11-30"]),
        ("/approve 1001,1002", "1001,1002", ["1001,1002"]),
        ("/verify@desk_bot. HELLO", "HELLO", ["HELLO"]),
        ("/file\u300002", "02", ["02"]),
        ("/12:30 a", "30 a", ["30", "a"]),
    ],
)
def test_signs_divide_a_command_a_number_and_words(text: str, words: str, arguments: list[str]) -> None:
    message = Message(1, datetime.now(UTC), Chat(1, "private"), text=text)
    context = IncomingReader()
    context.incoming = Incoming(update=Update(1, message=message))
    assert (context.words, context.arguments) == (words, arguments)


@pytest.mark.parametrize(
    ("arguments", "act", "words"),
    [
        (["1001", "Reject,", "unclear,", "again"], "reject", "unclear, again"),
        (["1001", "拒绝，照片不清，请重拍"], "拒绝", "照片不清，请重拍"),
        (["1001", "release"], "release", ""),
        (["1001"], "", ""),
    ],
)
def test_an_act_behind_a_number_ends_at_a_sign(arguments: list[str], act: str, words: str) -> None:
    assert application_numbers.act_behind(arguments) == (act, words)
    assert application_numbers.of_command("case", [f"{arguments[0]}，"], unknown=ApprovalNotFound) == 1001
