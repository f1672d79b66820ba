"""Keys: creation, rotation, withdrawal, and invalid key files."""

import json
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric import ec

from bot.adapters.certificates import cose, keys as certificate_keys
from bot.adapters.certificates.keys import KeyFileError, KeyState
from bot.adapters.certificates.verifier import CertificateVerdict, VerdictDetail
from tests.adapters.certificates.samples import DAY, NOW, claims, judge, keys, public, status, text


def test_a_certificate_still_verifies_after_its_key_was_rotated() -> None:
    rotated = certificate_keys.rotate(keys(), now=NOW + DAY)
    assert [key.state for key in rotated.keys] == [KeyState.RETIRED, KeyState.ACTIVE]
    later = NOW + 2 * DAY
    fresh = cose.sign(claims(issued_at=later), rotated.active(later))
    current = status(issued_at=later, next_update=later + DAY)
    for certificate in (text(), fresh):
        assert judge(certificate, keys=rotated.public(), status=current, now=later).verdict is CertificateVerdict.VALID


def test_a_retired_key_that_leaks_cannot_sign_for_today() -> None:
    rotated = certificate_keys.rotate(keys(), now=NOW + DAY)
    later = NOW + 2 * DAY
    forged = cose.sign(claims(issued_at=later), rotated.keys[0])
    assert judge(forged, keys=rotated.public(), now=later).verdict is CertificateVerdict.KEY_INVALID


def test_a_certificate_issued_just_before_a_rotation_may_be_signed_just_after_it() -> None:
    rotated = certificate_keys.rotate(keys(), now=NOW + DAY)
    certificate = cose.sign(claims(issued_at=NOW + DAY / 2), rotated.active(NOW + DAY))
    assert judge(certificate, keys=rotated.public(), now=NOW + DAY).verdict is CertificateVerdict.VALID


def test_withdrawing_the_active_key_invalidates_its_certificates_and_adds_a_new_key() -> None:
    withdrawn = certificate_keys.withdraw(keys(), keys().keys[0].kid, now=NOW + DAY)
    assert [key.state for key in withdrawn.keys] == [KeyState.WITHDRAWN, KeyState.ACTIVE]
    answer = judge(text(), keys=withdrawn.public())
    assert (answer.verdict, answer.detail) == (CertificateVerdict.KEY_INVALID, VerdictDetail.KEY_WITHDRAWN)


def test_withdrawing_a_retired_key_leaves_the_active_one() -> None:
    rotated = certificate_keys.rotate(keys(), now=NOW + DAY)
    withdrawn = certificate_keys.withdraw(rotated, rotated.keys[0].kid, now=NOW + DAY)
    assert [key.state for key in withdrawn.keys] == [KeyState.WITHDRAWN, KeyState.ACTIVE]


def test_a_key_that_does_not_exist_cannot_be_withdrawn() -> None:
    with pytest.raises(KeyFileError, match="there is no key"):
        certificate_keys.withdraw(keys(), "00000000", now=NOW)


def test_a_key_does_not_sign_outside_its_validity() -> None:
    with pytest.raises(KeyFileError, match="rotate"):
        keys().active(NOW + 1000 * DAY)


def test_key_files_are_read_back_as_written() -> None:
    assert certificate_keys.read_private(keys().to_json()) == keys()
    assert certificate_keys.read_public(public().to_json()) == public()


def test_the_public_file_and_the_printed_key_contain_no_secret() -> None:
    assert '"d"' not in public().to_json()
    assert keys().keys[0].d not in public().to_json() + repr(keys())


def test_a_verifier_reads_only_the_public_keys_of_a_private_file() -> None:
    assert certificate_keys.read_public(keys().to_json()) == public()


@pytest.mark.parametrize(
    ("change", "place"),
    [
        ({"kid": "x"}, "kid"),
        ({"kid": "AABBCCDD"}, "kid"),
        ({"state": "sleeping"}, "state"),
        ({"kty": "oct"}, "kty"),
        ({"alg": "none"}, "alg"),
        ({"crv": "P-384"}, "crv"),
        ({"not_after": "2026-11-22T03:00:00"}, "not_after"),
        ({"not_before": "soon"}, "not_before"),
        ({"x": "AAAA"}, "P-256"),
        ({"y": "!"}, "P-256"),
        ({"x": "ü"}, "P-256"),
    ],
    ids=str,
)
def test_an_invalid_key_file_is_refused_and_the_member_named(change: dict[str, Any], place: str) -> None:
    document = json.loads(public().to_json())
    document["keys"][0].update(change)
    with pytest.raises(KeyFileError, match=place):
        certificate_keys.read_public(json.dumps(document))


@pytest.mark.parametrize("document", ["", "{}", "[]", "null", '{"issuer": "chezhu"}', "[" * 5000])
def test_other_files_are_refused(document: str) -> None:
    with pytest.raises(KeyFileError):
        certificate_keys.read_public(document)


def test_two_keys_with_the_same_id_are_refused() -> None:
    document = json.loads(public().to_json())
    document["keys"] *= 2
    with pytest.raises(KeyFileError, match="same kid"):
        certificate_keys.read_public(json.dumps(document))


def test_a_private_key_that_does_not_match_its_public_key_is_refused() -> None:
    document = json.loads(keys().to_json())
    document["keys"][0]["d"] = certificate_keys.make(now=NOW).keys[0].d
    with pytest.raises(KeyFileError, match="whole"):
        certificate_keys.read_private(json.dumps(document))


def test_a_signature_always_has_the_lower_s() -> None:
    secret = ec.generate_private_key(ec.SECP256R1())
    assert all(cose.has_low_s(cose.sign_message(secret, bytes([number]))) for number in range(40))
