"""Prepares a sandbox worker for pictures: loads the libraries, which takes time.

pyzbar also runs programs of the system to find its library, which a confined worker may not.
"""

from PIL import Image

from bot.adapters.pictures import digit_challenge, documents, faces, qr_search, quality
from bot.adapters.pictures.model_files import has_opencv
from bot.adapters.pictures.qr_decoders import decoders
from bot.adapters.pictures.sanitise import has_heic

JOBS = (digit_challenge, documents, faces, qr_search, quality)
PHOTOS, CODES = f"{__name__}:prepare_photos", f"{__name__}:prepare_codes"


def prepare_codes() -> None:
    """Load what re-encodes pictures and reads their codes."""
    Image.init()
    has_heic()
    decoders()


def prepare_photos() -> None:
    """Load what reads codes, faces and documents, but for the models, which only some pictures need."""
    prepare_codes()
    has_opencv()
