"""Reads PDFs as pixels and as text with poppler."""

import io
import subprocess

import pypdf
from PIL import Image


def pixels(document: bytes, *, dpi: int) -> Image.Image:
    """Return the first page, rendered by poppler."""
    drawn = subprocess.run(
        ["pdftoppm", "-r", str(dpi), "-png", "-singlefile", "-"], input=document, capture_output=True, check=True
    )
    return Image.open(io.BytesIO(drawn.stdout)).convert("RGB")


def text_of(document: bytes) -> str:
    """Return all text that poppler finds in a document, without its spaces."""
    found = subprocess.run(["pdftotext", "-raw", "-", "-"], input=document, capture_output=True, check=True)
    return "".join(found.stdout.decode().split())


def metadata(document: bytes) -> str:
    """Return the metadata of a document."""
    reader = pypdf.PdfReader(io.BytesIO(document))
    packet = reader.xmp_metadata
    return f"{dict(reader.metadata or {})} {packet.stream.get_data()!r}" if packet else f"{dict(reader.metadata or {})}"
