"""Loads the operator's profile (CHEZHU_PROFILE): a TOML file that says what the desk offers, and how things are called.

`run_bot.py profile template NAME FILE` writes an example for an authority, a fleet or a campus.
"""

import tomllib
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError, model_validator

from bot import profile, texts
from bot.engine.inbound.offered_journeys import hidden_names
from bot.engine.listeners import Handler
from bot.profile import NEEDS, Journey, Profile
from bot.program_name import PROGRAM
from bot.runtime.operator_error import WrongConfiguration
from bot.services.values.plate_types import PlateType
from bot.setting_rules import MARKUP_CHARACTERS
from bot.settings import Settings

TEMPLATES = Path(__file__).parents[1] / "demo" / "profiles"
MAX_WORD = 40


def _plain(word: str) -> str:
    if not word.strip() or len(word) > MAX_WORD or not word.isprintable() or set(word) & MARKUP_CHARACTERS:
        raise ValueError(f'1 to {MAX_WORD} characters in one line, without < > & {{ }} " \\')
    return word.strip()


Word = Annotated[str, AfterValidator(_plain)]
ActPattern = Annotated[str, Field(pattern=r"^[0-9A-Za-z]{0,15}\*?$", min_length=1)]


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class _Register(_Strict):
    plate_types: list[PlateType] = []
    acts: list[ActPattern] = []


class _Words(_Strict):
    police: Word | None = None
    counter: Word | None = None
    counters: Word | None = None


class ProfileFile(_Strict):
    """The file: journeys that are left out, what the register has, and words by language."""

    leave_out: list[Journey] = []
    register_has: _Register = Field(default_factory=_Register, alias="register")
    words: dict[Literal["zh-CN", "en"], _Words] = {}

    @model_validator(mode="after")
    def _is_whole(self) -> "ProfileFile":
        for journey, needed in NEEDS.items():
            if needed in self.leave_out and journey not in self.leave_out:
                raise ValueError(f"leave_out: {journey} leads into {needed}, so leave out both or neither")
        return self


def load_profile(settings: Settings, handlers: Iterable[Handler] = ()) -> None:
    """Use the profile of the file, and the names that the settings give the office.

    handlers: of which those of a journey that is left out are hidden; a process without a chat needs none. Raises
    WrongConfiguration naming every fault.
    """
    found = read(settings.profile) if settings.profile is not None else ProfileFile()
    left_out = frozenset(found.leave_out)
    kinds = frozenset(kind.value for kind in found.register_has.plate_types)
    hidden = hidden_names(handlers, left_out)
    profile.use(Profile(frozenset(Journey) - left_out, kinds, tuple(found.register_has.acts), hidden))
    words: dict[str, dict[str, str]] = {
        "zh-CN": {texts.OFFICE_KEY: settings.office_name},
        "en": {texts.OFFICE_KEY: settings.office_name_en},
    }
    for language, given in found.words.items():
        words[language] |= given.model_dump(exclude_none=True)
    texts.use_words(words)


def read(path: Path) -> ProfileFile:
    """Return the content of a profile. Raises WrongConfiguration with every fault."""
    try:
        return ProfileFile.model_validate(tomllib.loads(path.read_text(encoding="utf-8")))
    except OSError as problem:
        raise WrongConfiguration(f"{path} (CHEZHU_PROFILE): {problem.strerror}") from None
    except ValidationError as problem:
        faults = "\n".join(_faults(problem))
    except ValueError as problem:  # Neither TOML nor UTF-8.
        faults = str(problem)
    advice = f"`{PROGRAM} profile template NAME FILE` writes an example."
    raise WrongConfiguration(f"{path} (CHEZHU_PROFILE) is invalid:\n{faults}\n{advice}")


def _faults(problem: ValidationError) -> Iterator[str]:
    for error in problem.errors():
        place = ".".join(str(part) for part in error["loc"])
        message = error["msg"].removeprefix("Value error, ")
        yield f"{place}: {message}" if place else message
