"""Launch data of the Mini App: published examples are accepted, and nothing that differs from what was signed."""

import random
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from urllib.parse import parse_qsl, quote, urlencode

import pytest

from bot.web.mini_app.init_data import MAX_AGE, InitDataProblem, InitDataRefused, check
from tests.stories.app_driver import MORNING, TOKEN
from tests.web.app_visitor import launch_data, signed

FORGERIES = 2_000
# Of the tests of init-data-golang and @telegram-apps/init-data-node: text, token, moment, user.
PUBLISHED = [
    (
        "query_id=AAHdF6IQAAAAAN0XohDhrOrc&user=%7B%22id%22%3A279058397%2C%22first_name%22%3A%22Vladislav%22%2C"
        "%22last_name%22%3A%22Kibenko%22%2C%22username%22%3A%22vdkfrost%22%2C%22language_code%22%3A%22ru%22%2C"
        "%22is_premium%22%3Atrue%7D&auth_date=1662771648"
        "&hash=c501b71e775f74ce10e377dea85a7ea24ecd640b223ea86dfe453e0eaed2e2b2",
        "5768337691:AAH5YkoiEuPk8-FZa32hStHTqXiLPtAEhx8",
        1662771648,
        279058397,
    ),
    (
        "user=%7B%22id%22%3A279058397%2C%22first_name%22%3A%22Vladislav%20%2B%20-%20%3F%20%5C%2F%22%2C"
        "%22last_name%22%3A%22Kibenko%22%2C%22username%22%3A%22vdkfrost%22%2C%22language_code%22%3A%22ru%22%2C"
        "%22is_premium%22%3Atrue%2C%22allows_write_to_pm%22%3Atrue%2C%22photo_url%22%3A%22https%3A%5C%2F%5C%2Ft.me"
        "%5C%2Fi%5C%2Fuserpic%5C%2F320%5C%2F4FPEE4tmP3ATHa57u6MqTDih13LTOiMoKoLDRG4PnSA.svg%22%7D"
        "&chat_instance=8134722200314281151&chat_type=private&auth_date=1733584787"
        "&hash=2174df5b000556d044f3f020384e879c8efcab55ddea2ced4eb752e93e7080d6"
        "&signature=zL-ucjNyREiHDE8aihFwpfR9aggP2xiAo3NSpfe-p7IbCisNlDKlo7Kb6G4D0Ao2mBrSgEk4maLSdv6MLIlADQ",
        "7342037359:AAFZehRPBRs8Seg40oDjTMIW8uTGPuW1zfQ",
        1733584787,
        279058397,
    ),
]
Forger = Callable[[random.Random, str], str]


def problem(text: str, *, token: str = TOKEN, now: datetime = MORNING) -> InitDataProblem | None:
    """Return why launch data are refused, None if they are accepted."""
    try:
        check(text, token=token, now=now)
    except InitDataRefused as refused:
        return refused.problem
    return None


@pytest.mark.parametrize(("text", "token", "moment", "user"), PUBLISHED)
def test_published_launch_data_are_accepted(text: str, token: str, moment: int, user: int) -> None:
    now = datetime.fromtimestamp(moment, UTC)
    launch = check(text, token=token, now=now + timedelta(seconds=5))
    assert (launch.user_id, launch.bot_id, launch.language_code) == (user, int(token.split(":")[0]), "ru")
    assert problem(text, token=TOKEN, now=now) is InitDataProblem.FORGED
    assert problem(text.replace("279058397", "279058398"), token=token, now=now) is InitDataProblem.FORGED


def test_they_count_for_ten_minutes() -> None:
    text = launch_data(700, MORNING)
    assert problem(text, now=MORNING + MAX_AGE) is None
    assert problem(text, now=MORNING + MAX_AGE + timedelta(seconds=1)) is InitDataProblem.TOO_OLD
    assert problem(text, now=MORNING - timedelta(minutes=1)) is None
    assert problem(text, now=MORNING - timedelta(seconds=61)) is InitDataProblem.AHEAD


def test_nothing_is_accepted_without_a_token() -> None:
    assert problem(launch_data(700, MORNING, token=""), token="") is InitDataProblem.NO_TOKEN


@pytest.mark.parametrize("user", ["", "1", "[]", "null", '{"id": "700"}', '{"id": true}', '{"id": 0}', '{"id": -5}'])
def test_signed_data_without_a_user_are_refused(user: str) -> None:
    assert problem(launch_data(700, MORNING, user=user)) is InitDataProblem.NO_USER


@pytest.mark.parametrize("user", ['{"id": 700, "is_bot": true}', f'{{"id": {1 << 52}}}', "[" * 1200, '{"id": 1.5}'])
def test_a_bot_or_an_impossible_user_is_refused(user: str) -> None:
    assert problem(launch_data(700, MORNING, user=user)) is InitDataProblem.NO_USER


@pytest.mark.parametrize("date", ["", "soon", "-1", "1.5", "１", "9" * 11, "9" * 12])
def test_a_date_that_is_none_is_refused(date: str) -> None:
    assert problem(launch_data(700, MORNING, auth_date=date)) in (InitDataProblem.MALFORMED, InitDataProblem.AHEAD)


@pytest.mark.parametrize("more", [{"user\nx": "1"}, {"start_param": "a\nuser={}"}, {"start_param": "a\x00"}])
def test_signed_line_breaks_are_refused(more: dict[str, str]) -> None:
    """A field may hold no line break, so that the signed text can be read in one way only."""
    assert problem(launch_data(700, MORNING, **more)) is InitDataProblem.MALFORMED


@pytest.mark.parametrize(
    "text", ["", "&", "=", "a", "a=1&a=2", "%ff=%ff", "user=中", "a=1;b=2", "a=1&" * 40, "a" * 5000]
)
def test_texts_that_are_no_launch_data_are_refused(text: str) -> None:
    assert problem(text) in (InitDataProblem.MALFORMED, InitDataProblem.FORGED)
    assert problem(f"{launch_data(700, MORNING)}&{text}") in (InitDataProblem.MALFORMED, InitDataProblem.FORGED)


def test_a_field_that_stands_twice_is_refused() -> None:
    text = launch_data(700, MORNING)
    for name, value in parse_qsl(text):
        assert problem(f"{text}&{name}={quote(value)}") is InitDataProblem.MALFORMED, name


def test_no_forged_launch_data_are_accepted() -> None:
    """Changed, cut, merged, foreign, stale and made up: none of two thousand counts."""
    source = random.Random(0)
    accepted = []
    for number in range(FORGERIES):
        forger = FORGERS[number % len(FORGERS)]
        genuine = launch_data(source.randrange(1, 1 << 40), MORNING)
        assert problem(genuine) is None
        forged = forger(source, genuine)
        if forged != genuine and problem(forged) is None and dict(parse_qsl(forged)) != dict(parse_qsl(genuine)):
            accepted.append(forged)
    assert not accepted


def _other_user(source: random.Random, text: str) -> str:
    fields = dict(parse_qsl(text))
    return urlencode(fields | {"user": fields["user"].replace('"id": ', f'"id": {source.randrange(1, 9)}')})


def _one_character(source: random.Random, text: str) -> str:
    place = source.randrange(len(text))
    return text[:place] + source.choice("0123456789abcdef%&=+AZ") + text[place + 1 :]


def _cut(source: random.Random, text: str) -> str:
    return text[: source.randrange(len(text))]


def _without_a_field(source: random.Random, text: str) -> str:
    pairs = parse_qsl(text)
    pairs.pop(source.randrange(len(pairs)))
    return urlencode(pairs)


def _with_a_field(source: random.Random, text: str) -> str:
    return f"{text}&{source.choice(['chat', 'receiver', 'start_param', 'signature', 'Hash', 'user2'])}=1"


def _of_another_bot(source: random.Random, text: str) -> str:
    fields = dict(parse_qsl(text))
    del fields["hash"]
    return urlencode(signed(fields, f"{source.randrange(1, 10**9)}:{source.getrandbits(64):x}"))


def _of_a_guessed_key(source: random.Random, text: str) -> str:
    fields = dict(parse_qsl(text))
    del fields["hash"]
    return urlencode(signed(fields, source.choice(["", " ", TOKEN.lower(), TOKEN[:-1], TOKEN.split(":")[0]])[:9] + "x"))


def _stale(source: random.Random, text: str) -> str:
    del text
    return launch_data(700, MORNING - timedelta(minutes=source.randrange(11, 100_000)))


def _ahead(source: random.Random, text: str) -> str:
    del text
    return launch_data(700, MORNING + timedelta(minutes=source.randrange(2, 100_000)))


def _later_date(source: random.Random, text: str) -> str:
    fields = dict(parse_qsl(text))
    return urlencode(fields | {"auth_date": str(int(fields["auth_date"]) + source.randrange(1, 60))})


def _merged(source: random.Random, text: str) -> str:
    fields = dict(parse_qsl(text))
    first, second = source.choice([("auth_date", "query_id"), ("query_id", "user")])
    merged = f"{fields.pop(first)}\n{second}={fields.pop(second)}"
    return urlencode({first: merged, **fields})


def _random_hash(source: random.Random, text: str) -> str:
    return text[:-64] + f"{source.getrandbits(256):064x}"


def _upper_hash(source: random.Random, text: str) -> str:
    del source
    return text[:-64] + text[-64:].upper()


FORGERS: list[Forger] = [
    _other_user,
    _one_character,
    _cut,
    _without_a_field,
    _with_a_field,
    _of_another_bot,
    _of_a_guessed_key,
    _stale,
    _ahead,
    _later_date,
    _merged,
    _random_hash,
    _upper_hash,
]
