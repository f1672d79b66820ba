"""Photos of identity cases: none that was used before, for an application or for another case."""

from dataclasses import replace

import pytest
from sqlmodel import Session

from bot.services.review import identity_cases
from bot.services.review.identity_cases import IdentityRequest
from bot.services.review.photos import CheckedPhoto, InvalidPicture, PhotoHashes, PhotoReused
from storage import files
from storage.database import Database
from storage.review import photos
from storage.review.identity_cases import IdentityCaseKind
from storage.review.photos import Photo, PhotoState
from tests.services.concurrency import NOW, SessionAction, in_order
from tests.services.identity_case_builders import ID_NUMBER, NAME, account, picture
from tests.storage.rows import put


def test_a_photo_that_was_used_for_a_review_is_refused_and_deleted(session: Session) -> None:
    result = CheckedPhoto(file=picture(session), sha256="abc")
    assert identity_cases.check_photo(session, result) is result
    content_hash = photos.photo_hash("bytes", "abc")
    put(session, Photo, state=PhotoState.USED.value, content_hash=content_hash)
    with pytest.raises(PhotoReused):
        identity_cases.check_photo(session, result)
    assert result.file is not None
    assert files.read(session, result.file) is None
    with pytest.raises(InvalidPicture):
        identity_cases.check_photo(session, None)


def test_a_photo_of_another_case_is_refused(session: Session) -> None:
    shown = CheckedPhoto(file=picture(session), sha256="abc", look="0123456789abcdef")
    hashes, other = identity_cases.photo_hashes(shown), PhotoHashes("other")
    request = IdentityRequest(IdentityCaseKind.LOST_ACCOUNT, picture(session), picture(session), NAME, ID_NUMBER)
    first = replace(request, document_hashes=hashes, selfie_hashes=other)
    identity_cases.open_case(session, account(session, 102), first, now=NOW)
    for again in (shown, CheckedPhoto(file=picture(session), sha256="abd", look="0123456789abcdef")):
        with pytest.raises(PhotoReused):
            identity_cases.check_photo(session, again)
        assert again.file is not None
        assert files.read(session, again.file) is None
    for number, second in enumerate(
        (first, replace(request, selfie_hashes=hashes), replace(request, selfie_hashes=other))
    ):
        with pytest.raises(PhotoReused):
            identity_cases.open_case(session, account(session, 103 + number), second, now=NOW)


def test_a_photo_without_a_perceptual_hash_is_known_by_its_content_alone(session: Session) -> None:
    request = IdentityRequest(IdentityCaseKind.LOST_ACCOUNT, picture(session), picture(session), NAME, ID_NUMBER)
    request = replace(request, document_hashes=PhotoHashes("a"), selfie_hashes=PhotoHashes("b"))
    identity_cases.open_case(session, account(session, 102), request, now=NOW)
    new = CheckedPhoto(file=picture(session), sha256="c")
    assert identity_cases.check_photo(session, new) is new


def test_of_two_cases_with_one_photo_at_once_one_is_opened(database: Database) -> None:
    def opening(telegram_id: int) -> SessionAction:
        def open_case(session: Session) -> None:
            request = IdentityRequest(
                IdentityCaseKind.LOST_ACCOUNT, picture(session), picture(session), NAME, ID_NUMBER
            )
            request = replace(request, document_hashes=PhotoHashes("a"), selfie_hashes=PhotoHashes(str(telegram_id)))
            identity_cases.open_case(session, account(session, telegram_id), request, now=NOW)

        return open_case

    assert in_order(database, opening(102), opening(103)) == ("passed", "PhotoReused")
