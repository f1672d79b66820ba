"""The status list: only the one signed by the issuer is accepted."""

import base64
import json
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

import pytest

from bot.adapters.certificates import cose, keys as certificate_keys, status_list
from bot.adapters.certificates.keys import PrivateKey
from bot.adapters.certificates.status_list import CLOCK_LEEWAY, ListedStatus, StatusList, StatusListError
from tests.adapters.certificates.samples import DAY, NOW, claims, keys, public, status


def signed(listed: StatusList, key: PrivateKey | None = None) -> str:
    return status_list.sign_status(listed, key or keys().keys[0])


def test_a_signed_list_is_read_back() -> None:
    listed = status(ListedStatus.REVOKED, withdrawn=frozenset({"00112233"}))
    assert status_list.read_status(signed(listed), public()) == listed


def test_the_list_is_an_ordinary_json_web_signature() -> None:
    document = json.loads(signed(status()))
    header = json.loads(base64.urlsafe_b64decode(document["protected"] + "=="))
    assert header == {"alg": "ES256", "kid": keys().keys[0].kid, "typ": status_list.TYPE}
    assert set(document) == {"payload", "protected", "signature"}


def test_a_list_is_outdated_when_the_next_is_overdue() -> None:
    assert status().is_current(NOW + DAY)
    assert not status().is_current(NOW + DAY * 1.01)


def test_a_list_of_the_future_is_not_current() -> None:
    assert status().is_current(NOW - CLOCK_LEEWAY)
    assert not status().is_current(NOW - CLOCK_LEEWAY * 1.1)


def test_a_list_signed_by_a_retired_or_withdrawn_key_is_refused() -> None:
    document = signed(status())
    rotated = certificate_keys.rotate(keys(), now=NOW + DAY)
    with pytest.raises(StatusListError, match="retired"):
        status_list.read_status(document, rotated.public())
    withdrawn = certificate_keys.withdraw(rotated, keys().keys[0].kid, now=NOW + DAY)
    with pytest.raises(StatusListError, match="withdrawn"):
        status_list.read_status(document, withdrawn.public())


def test_a_retired_key_that_leaks_cannot_sign_todays_list() -> None:
    rotated = certificate_keys.rotate(keys(), now=NOW + DAY)
    for issued_at in (NOW, NOW + 2 * DAY):
        forged = signed(status(issued_at=issued_at, next_update=NOW + 9 * DAY), rotated.keys[0])
        with pytest.raises(StatusListError, match="retired"):
            status_list.read_status(forged, rotated.public())


@pytest.mark.parametrize(
    ("issued_at", "next_update"),
    [
        (NOW - DAY, NOW + DAY),
        (NOW, NOW + certificate_keys.LIFETIME + DAY),
        (NOW + DAY, NOW),
    ],
    ids=["before its key", "after its key", "ended before it began"],
)
def test_a_list_is_refused_outside_the_period_of_its_key(issued_at: datetime, next_update: datetime) -> None:
    with pytest.raises(StatusListError, match="could not sign"):
        status_list.read_status(signed(status(issued_at=issued_at, next_update=next_update)), public())


def test_a_list_ends_within_a_month() -> None:
    longest = NOW + status_list.MAX_VALIDITY
    assert status_list.read_status(signed(status(next_update=longest)), public()).next_update == longest
    with pytest.raises(StatusListError, match="more than 31 days"):
        status_list.read_status(signed(status(next_update=longest + DAY / 24)), public())


def test_a_list_that_withdraws_its_own_key_is_refused() -> None:
    with pytest.raises(StatusListError, match="could not sign"):
        status_list.read_status(signed(status(withdrawn=frozenset({keys().keys[0].kid}))), public())


def test_another_issuers_list_is_refused() -> None:
    with pytest.raises(StatusListError, match="another issuer"):
        status_list.read_status(signed(status(issuer="elsewhere")), public())


def test_a_list_signed_by_another_key_with_the_same_id_is_refused() -> None:
    stranger = replace(certificate_keys.make(now=NOW).keys[0], kid=keys().keys[0].kid)
    with pytest.raises(StatusListError, match="altered"):
        status_list.read_status(signed(status(), stranger), public())


def rewritten(change: Callable[[dict[str, str]], object]) -> str:
    document = json.loads(signed(status(ListedStatus.REVOKED)))
    change(document)
    return json.dumps(document)


def encoded(value: object) -> str:
    return base64.urlsafe_b64encode(json.dumps(value).encode()).rstrip(b"=").decode()


HEADER = {"alg": "ES256", "kid": "", "typ": status_list.TYPE}

FORGERIES: dict[str, Callable[[dict[str, str]], object]] = {
    "entries taken away": lambda d: d.update(payload=encoded({"issuer": "chezhu", "entries": {}})),
    "no signature": lambda d: d.pop("signature"),
    "empty signature": lambda d: d.update(signature=""),
    "half a signature": lambda d: d.update(signature=d["signature"][:40]),
    "no algorithm": lambda d: d.update(protected=encoded({**HEADER, "alg": "none"}), signature=""),
    "a symmetric algorithm": lambda d: d.update(protected=encoded({**HEADER, "alg": "HS256"})),
    "an unknown key": lambda d: d.update(protected=encoded({**HEADER, "kid": "ffffffff"})),
    "another type": lambda d: d.update(protected=encoded({**HEADER, "typ": "JWT"})),
    "a key of its own": lambda d: d.update(protected=encoded({**HEADER, "jwk": "x"})),
    "header of a list": lambda d: d.update(protected=encoded([])),
    "not base64": lambda d: d.update(payload="****"),
    "not ASCII": lambda d: d.update(payload="清单"),
}


@pytest.mark.parametrize("change", FORGERIES.values(), ids=FORGERIES)
def test_a_forged_list_is_refused(change: Callable[[dict[str, str]], object]) -> None:
    with pytest.raises(StatusListError):
        status_list.read_status(rewritten(change), public())


@pytest.mark.parametrize("document", ["", "[]", "null", "{}", "{" * 5000, '{"payload": 1}'])
def test_other_documents_are_refused(document: str) -> None:
    with pytest.raises(StatusListError, match="not a signed document"):
        status_list.read_status(document, public())


def test_the_signature_of_a_certificate_is_not_accepted_for_a_list() -> None:
    header = cose.protected_header(keys().keys[0].kid)
    assert cose.sig_structure(header, b"x").startswith(b"\x84\x6aSignature1")
    assert claims().number not in signed(status(ListedStatus.REVOKED))
