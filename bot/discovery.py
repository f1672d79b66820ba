"""Discovery of registrations: imports every module of a package and finds what each defines under a given name.

A new module registers itself by defining the name that its layer looks for (`handlers`, `NOTIFICATIONS`, …); no list
has to be extended.
"""

from collections.abc import Iterable, Iterator, Mapping
from importlib import import_module
from pkgutil import walk_packages
from types import ModuleType
from typing import TypeVar

Value = TypeVar("Value")


def modules(package: ModuleType) -> Iterator[ModuleType]:
    """Import every module below a package, in the order of their names."""
    names = sorted(found.name for found in walk_packages(package.__path__, f"{package.__name__}."))
    yield from map(import_module, names)


def definitions(package: ModuleType, name: str) -> Iterator[object]:
    """Return what the modules below a package define under this name, in the order of the modules' names."""
    for module in modules(package):
        if name in vars(module):
            yield vars(module)[name]


def merge(parts: Iterable[Mapping[str, Value]]) -> dict[str, Value]:
    """Merge what several modules define by key. Raises ValueError for a key defined twice, as one would be lost."""
    merged: dict[str, Value] = {}
    for part in parts:
        if clash := merged.keys() & part.keys():
            raise ValueError(f"defined twice: {sorted(clash)}; each module needs keys of its own")
        merged |= part
    return merged
