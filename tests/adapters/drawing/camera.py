"""Simulates photos of a screen or page: perspective, distance, blur, darkness, noise, recompression."""

import io
from dataclasses import dataclass

from PIL import Image, ImageEnhance, ImageFilter


@dataclass(frozen=True)
class Shot:
    """How a photo is taken: `lean` shortens one side by that fraction, `blur` is in pixels of the photo."""

    lean: float = 0.0
    turn: float = 0.0
    blur: float = 0.0
    light: float = 1.0
    contrast: float = 1.0
    noise: float = 0.0
    longest: int = 1600
    quality: int = 85


SHOTS = {
    "straight": Shot(),
    "leaning": Shot(lean=0.16),
    "turned": Shot(turn=13),
    "upside down": Shot(turn=180),
    "blurred": Shot(blur=1.2),
    "dark": Shot(light=0.32, noise=10),
    "pale": Shot(contrast=0.35),
    "leaning, turned, blurred and dark": Shot(lean=0.1, turn=-8, blur=0.8, light=0.5, noise=6),
    "recompressed by a chat": Shot(longest=1280, quality=60),
}


def photographed(scene: Image.Image, shot: Shot) -> bytes:
    """Return the JPEG of this scene."""
    picture = Image.new("RGB", (round(scene.width * 1.2), round(scene.height * 1.2)), (120, 108, 96))
    picture.paste(scene, (scene.width // 10, scene.height // 10))
    picture = picture.rotate(shot.turn, Image.Resampling.BICUBIC, expand=True, fillcolor=(120, 108, 96))
    picture = leaned(picture, shot.lean)
    picture.thumbnail((shot.longest, shot.longest), Image.Resampling.LANCZOS)
    picture = picture.filter(ImageFilter.GaussianBlur(shot.blur)) if shot.blur else picture
    picture = ImageEnhance.Contrast(picture).enhance(shot.contrast)
    picture = ImageEnhance.Brightness(picture).enhance(shot.light)
    if shot.noise:
        grain = Image.effect_noise(picture.size, shot.noise * 4).convert("RGB")
        picture = Image.blend(picture, grain, shot.noise / 100)
    file = io.BytesIO()
    picture.save(file, "JPEG", quality=shot.quality)
    return file.getvalue()


def leaned(picture: Image.Image, lean: float) -> Image.Image:
    """Move in the upper right corner and, half as much, the lower right one, like a camera held at an angle."""
    if not lean:
        return picture
    width, height = picture.size
    corners = (0, 0, 0, height, width * (1 + lean), height * (1 + lean / 2), width * (1 + lean), -height * lean)
    return picture.transform(
        picture.size, Image.Transform.QUAD, corners, Image.Resampling.BICUBIC, fillcolor=(90, 80, 70)
    )
