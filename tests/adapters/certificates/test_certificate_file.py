"""Verification of a text, a picture, a PDF, and of other files."""

import io
import zlib
from pathlib import Path

import pytest
from PIL import Image

from bot.adapters.certificates import file_reader, status_list
from bot.adapters.certificates.file_reader import FileUnreadable, verify_file_or_text
from bot.adapters.certificates.keys import KeyFileError
from bot.adapters.certificates.status_list import ListedStatus, StatusListError
from bot.adapters.certificates.verifier import CertificateVerdict, VerdictDetail, Verification
from bot.adapters.drawing import qr_code
from bot.adapters.drawing.certificate_pdf import PaperSize, certificate_pdf
from bot.adapters.drawing.certificate_picture import draw_certificate
from bot.adapters.pictures.formats import MAX_PHOTO_BYTES
from tests.adapters.certificates.samples import NOW, claims, keys, public, status, text
from tests.adapters.drawing.sample_documents import code_text, face

KEYS_JSON = public().to_json()
STATUS_JSON = status_list.sign_status(status(), keys().keys[0])


def check(path_or_text: Path | str, status_json: str | None = STATUS_JSON) -> Verification:
    return verify_file_or_text(str(path_or_text), KEYS_JSON, status_json, NOW)


def kept(folder: Path, name: str, data: bytes) -> Path:
    (folder / name).write_bytes(data)
    return folder / name


def test_a_text_is_verified_with_keys_and_list_only() -> None:
    answer = check(text())
    assert (answer.verdict, answer.claims) == (CertificateVerdict.VALID, claims())


def test_the_picture_is_verified_from_its_file(tmp_path: Path) -> None:
    assert check(kept(tmp_path, "certificate.png", draw_certificate(face()))).verdict is CertificateVerdict.VALID


@pytest.mark.parametrize("size", PaperSize)
def test_the_pdf_is_verified_from_its_file(tmp_path: Path, size: PaperSize) -> None:
    assert check(kept(tmp_path, "certificate.pdf", certificate_pdf(face(), size))).verdict is CertificateVerdict.VALID


def test_without_a_renderer_the_code_is_found_among_the_embedded_pictures_of_a_pdf() -> None:
    assert code_text() in file_reader.codes_in(certificate_pdf(face()), rendered_pages=0)


def test_the_pages_of_a_pdf_are_rendered_beside_its_embedded_pictures() -> None:
    drawn = Image.new("RGB", (900, 600), "white")
    drawn.paste(qr_code.draw_code(code_text(), module=8), (40, 40))
    file = io.BytesIO()
    drawn.save(file, "PDF")
    assert list(file_reader.codes_in(file.getvalue())) == [code_text()] * 2


def test_without_a_list_the_verdict_is_that_the_status_is_missing() -> None:
    answer = check(text(), None)
    assert (answer.verdict, answer.detail) == (CertificateVerdict.STATUS_TOO_OLD, VerdictDetail.STATUS_MISSING)


def test_a_certificate_on_the_list_is_revoked() -> None:
    listed = status_list.sign_status(status(ListedStatus.REVOKED), keys().keys[0])
    assert check(text(), listed).verdict is CertificateVerdict.REVOKED


def test_among_several_codes_the_certificate_is_found(tmp_path: Path) -> None:
    scene = Image.new("RGB", (1200, 1300), "white")
    scene.paste(qr_code.draw_code("https://t.me/chezhu_bot?start=v_1", level="M", module=12), (20, 20))
    scene.paste(qr_code.draw_code(text(), module=8), (620, 700))
    file = io.BytesIO()
    scene.save(file, "JPEG")
    assert check(kept(tmp_path, "two.jpg", file.getvalue())).verdict is CertificateVerdict.VALID


def test_a_code_of_another_kind_is_named(tmp_path: Path) -> None:
    path = kept(tmp_path, "vehicle.png", qr_code.qr_png("https://t.me/chezhu_bot?start=v_1", level="M"))
    assert check(path).detail is VerdictDetail.VEHICLE_CODE


def test_a_picture_without_a_code_is_reported(tmp_path: Path) -> None:
    file = io.BytesIO()
    Image.new("L", (300, 200), 200).save(file, "PNG")
    answer = check(kept(tmp_path, "empty.png", file.getvalue()))
    assert (answer.verdict, answer.detail) == (CertificateVerdict.UNREADABLE, VerdictDetail.NO_CODE)


@pytest.mark.parametrize(
    "data",
    [b"", b"hello", b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff", zlib.compress(bytes(10**6)), b"GIF89a", b"PK\x03\x04"],
    ids=repr,
)
def test_a_file_that_is_neither_picture_nor_pdf_is_refused_with_a_message(tmp_path: Path, data: bytes) -> None:
    with pytest.raises(FileUnreadable, match="neither"):
        check(kept(tmp_path, "something", data))


@pytest.mark.parametrize("data", [b"%PDF-", b"%PDF-1.7\ngarbage", b"%PDF-1.7\n" + bytes(5000)], ids=repr)
def test_a_broken_pdf_has_no_code(tmp_path: Path, data: bytes) -> None:
    assert check(kept(tmp_path, "broken.pdf", data)).detail is VerdictDetail.NO_CODE


def test_a_truncated_picture_has_no_code(tmp_path: Path) -> None:
    whole = draw_certificate(face())
    assert check(kept(tmp_path, "half.png", whole[: len(whole) // 4])).detail is VerdictDetail.NO_CODE


def test_a_picture_of_too_many_pixels_is_not_decoded(tmp_path: Path) -> None:
    file = io.BytesIO()
    Image.new("1", (9000, 9000)).save(file, "PNG")
    with pytest.raises(FileUnreadable, match="pixels"):
        check(kept(tmp_path, "bomb.png", file.getvalue()))


def test_a_file_that_is_too_large_is_not_read(tmp_path: Path) -> None:
    with pytest.raises(FileUnreadable, match="larger than 20 MB"):
        check(kept(tmp_path, "large.png", bytes(MAX_PHOTO_BYTES + 1)))


def test_a_misspelled_file_name_is_not_verified_as_a_certificate() -> None:
    with pytest.raises(FileUnreadable, match="there is no file"):
        check("/nowhere/certificate.pdf")


@pytest.mark.parametrize("words", ["", "hello", "a\0b", "x" * 900, "x" * 100_000, "名" * 300])
def test_any_other_text_gets_a_verdict(words: str) -> None:
    assert check(words).verdict is CertificateVerdict.UNREADABLE


def test_invalid_keys_and_lists_raise_errors() -> None:
    with pytest.raises(KeyFileError):
        verify_file_or_text(text(), "{}", None, NOW)
    with pytest.raises(StatusListError):
        check(text(), "{}")
