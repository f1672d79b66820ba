"""Reading QR codes: hard photos, several codes, other codes, and none."""

import io

import pytest
import qrcode
from PIL import Image

from bot.adapters.pictures.qr_decoders import QrDecoder, decoders
from bot.adapters.pictures.qr_search import find_qr_codes
from bot.adapters.pictures.sandbox_jobs import FIND_QR_CODES, SANITISE
from bot.adapters.pictures.sanitise import SanitisedPicture
from bot.adapters.sandbox.pool import SandboxPool
from tests.adapters.pictures.portraits import COLLINS, face, jpeg
from tests.benchmarks.bench_pictures import CASCADE, measure
from tests.benchmarks.hard_pictures import HARDSHIPS, WANTED, code, hard_pictures

LINK = f"{WANTED}chezhu_desk_bot?start=v_0123456789abcdef"
CERTIFICATE = "CZ1:6BFOXN%TS3DH0YOJ58S"


def beside_each_other(*texts: str) -> bytes:
    room = Image.new("L", (len(texts) * 420, 420), 200)
    for place, text in enumerate(texts):
        room.paste(code(text, 380), (place * 420 + 20, 20))
    return jpeg(room)


def test_both_decoders_are_installed() -> None:
    assert list(decoders()) == [QrDecoder.ZXING, QrDecoder.PYZBAR]


@pytest.mark.parametrize("reader", QrDecoder)
def test_each_decoder_reads_a_simple_code(reader: QrDecoder) -> None:
    with Image.open(io.BytesIO(beside_each_other(LINK))) as picture:
        assert decoders()[reader](picture.convert("L")) == {LINK}


def test_a_simple_code_is_read_at_the_first_attempt() -> None:
    read = find_qr_codes(beside_each_other(LINK))
    assert (read.texts, read.others, read.attempts) == ((LINK,), 0, 1)


def test_all_codes_of_a_photo_are_returned() -> None:
    assert find_qr_codes(beside_each_other(LINK, CERTIFICATE)).texts == (CERTIFICATE, LINK)


def test_the_search_goes_on_until_a_wanted_code_is_found() -> None:
    first, again = (
        find_qr_codes(beside_each_other(CERTIFICATE)),
        find_qr_codes(beside_each_other(CERTIFICATE), wanted=[WANTED]),
    )
    assert first.texts == again.texts == (CERTIFICATE,)
    assert first.attempts < again.attempts


def test_a_code_that_is_not_ascii_is_counted_and_not_returned() -> None:
    read = find_qr_codes(beside_each_other("桂A12345", LINK))
    assert (read.texts, read.others) == ((LINK,), 1)


@pytest.mark.parametrize("text", ["\x1b[2J\x07", "line\nline", "\x7f"])
def test_a_code_with_control_characters_is_not_returned(text: str) -> None:
    assert find_qr_codes(beside_each_other(text)).texts == ()


def test_every_variant_of_a_photo_without_a_code_is_tried() -> None:
    read = find_qr_codes(jpeg(face(COLLINS)), seconds=60)
    assert (read.texts, read.others, read.attempts) == ((), 0, 19)


def test_the_search_ends_after_its_time_limit() -> None:
    assert find_qr_codes(jpeg(face(COLLINS)), seconds=0).attempts == 1


@pytest.mark.parametrize("size", [(1, 1), (3, 2), (3000, 2), (2, 3000)])
def test_unusual_sizes_are_processed(size: tuple[int, int]) -> None:
    assert find_qr_codes(jpeg(Image.new("L", size, 255))).texts == ()


@pytest.mark.parametrize("turn", [0, 90, 180, 270, 33])
def test_a_rotated_code_is_read(turn: int) -> None:
    room = Image.new("L", (700, 700), 180)
    turned = code(LINK, 360).rotate(turn, expand=True, fillcolor=255)
    room.paste(turned, (100, 100))
    assert find_qr_codes(jpeg(room)).texts == (LINK,)


def test_an_inverted_code_is_read() -> None:
    drawn = code(LINK, 400).point(lambda value: 255 - value)
    assert find_qr_codes(jpeg(drawn)).texts == (LINK,)


def test_a_damaged_code_is_not_guessed() -> None:
    drawn = qrcode.make(LINK).get_image().convert("L")
    drawn.paste(255, (drawn.width // 3, drawn.height // 3, drawn.width * 2 // 3, drawn.height * 2 // 3))
    assert find_qr_codes(jpeg(drawn), seconds=60).texts == ()


def test_the_hard_pictures_are_the_same_for_the_same_seed() -> None:
    one, same, other = list(hard_pictures(1, seed=3)), list(hard_pictures(1, seed=3)), list(hard_pictures(1, seed=4))
    assert one == same
    assert all(a.jpeg != b.jpeg for a, b in zip(one, other, strict=True))
    assert [picture.difficulty for picture in one] == list(HARDSHIPS)


def test_the_search_reads_more_than_each_decoder_alone_and_nothing_wrong() -> None:
    pictures = list(hard_pictures(2, seed=11))
    counts, _ = measure(pictures)
    totals = {way: sum(by_hardship.values()) for way, by_hardship in counts.items()}
    assert totals[CASCADE] > max(totals[QrDecoder.ZXING], totals[QrDecoder.PYZBAR])
    for picture in pictures:
        ours = [text for text in find_qr_codes(picture.jpeg, wanted=[WANTED]).texts if text.startswith(WANTED)]
        assert ours in ([], [picture.text])


async def test_a_photo_is_sanitised_and_read_in_the_sandbox() -> None:
    async with SandboxPool() as pool:
        clean = await pool.run(SANITISE, beside_each_other(LINK, CERTIFICATE))
        assert isinstance(clean, SanitisedPicture)
        assert (await pool.run(FIND_QR_CODES, clean.jpeg, wanted=[WANTED])).texts == (CERTIFICATE, LINK)
