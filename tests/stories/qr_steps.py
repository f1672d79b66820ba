"""Steps of filing by QR that stories begin with: the owner's code, and the request to scan it."""

import io
import re

from PIL import Image

from bot.adapters.drawing.qr_code import qr_png
from tests.stories import cast
from tests.stories.app_driver import AppDriver
from tests.stories.cast import Citizen
from tests.stories.pictures import give_portrait, jpeg


def showing(app: AppDriver) -> Citizen:
    """Return an owner of one vehicle whose code is on the screen."""
    owner = cast.owner(app)
    cast.car(app, owner)
    show_code(owner)
    return owner


def show_code(owner: Citizen) -> None:
    """Show the code of the only vehicle."""
    owner.says("/file")
    owner.taps("我是车主")


def scanner(app: AppDriver, driver: Citizen) -> Citizen:
    """Go to the request to scan a code."""
    give_portrait(app, driver)
    driver.says("/file")
    driver.taps("扫码备案")
    driver.sees("请扫车主手机上的机动车二维码")
    return driver


def picture_of(app: AppDriver, owner: Citizen) -> Image.Image:
    """Return the newest picture on the owner's screen."""
    photos = [message["photo"] for message in owner.messages() if "photo" in message]
    found = app.wait(app.client.get(f"/world/files/{photos[-1][-1]['file_id']}"))
    return Image.open(io.BytesIO(found.content)).convert("RGB")


def short_of(owner: Citizen) -> str:
    """Return the newest short code on the screen."""
    said = [message.get("caption", "") for message in owner.messages()]
    return str(re.findall(r"短码：(\S+)", "\n".join(said))[-1])


def link_of(owner: Citizen) -> str:
    """Return what /start gets when the newest link is opened."""
    said = [message.get("caption", "") for message in owner.messages()]
    return str(re.findall(r"\?start=(\S+)", "\n".join(said))[-1])


def qr_of(text: str) -> bytes:
    """Return a photo of a QR code with this text."""
    return jpeg(Image.open(io.BytesIO(qr_png(text))).convert("RGB"))
