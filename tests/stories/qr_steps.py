"""Steps that stories about filing by QR begin with: the code on the owner's screen, and the question for it."""

import io
import re

from PIL import Image

from bot.adapters.drawing.qr_code import qr_png
from tests.stories import cast
from tests.stories.app_driver import AppDriver
from tests.stories.cast import Citizen
from tests.stories.pictures import give_portrait, jpeg


def showing(app: AppDriver) -> Citizen:
    """An owner of one car, who has its code on his screen."""
    owner = cast.owner(app)
    cast.car(app, owner)
    show_code(owner)
    return owner


def show_code(owner: Citizen) -> None:
    """The way over the list of cars."""
    owner.says("/file")
    owner.taps("我是车主")


def scanner(app: AppDriver, driver: Citizen) -> Citizen:
    """Up to the question for the code."""
    give_portrait(app, driver)
    driver.says("/file")
    driver.taps("扫码备案")
    driver.sees("请扫车主手机上的机动车二维码")
    return driver


def picture_of(app: AppDriver, owner: Citizen) -> Image.Image:
    """What stands on the owner's screen: his newest picture."""
    photos = [message["photo"] for message in owner.messages() if "photo" in message]
    found = app.wait(app.client.get(f"/world/files/{photos[-1][-1]['file_id']}"))
    return Image.open(io.BytesIO(found.content)).convert("RGB")


def short_of(owner: Citizen) -> str:
    """The newest short code on his screen."""
    said = [message.get("caption", "") for message in owner.messages()]
    return str(re.findall(r"短码：(\S+)", "\n".join(said))[-1])


def link_of(owner: Citizen) -> str:
    """What /start gets when the newest link is opened."""
    said = [message.get("caption", "") for message in owner.messages()]
    return str(re.findall(r"\?start=(\S+)", "\n".join(said))[-1])


def qr_of(text: str) -> bytes:
    """A code of something else, as a photo."""
    return jpeg(Image.open(io.BytesIO(qr_png(text))).convert("RGB"))
