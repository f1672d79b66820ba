"""Discovery of registrations: imports every module of a package and finds what each defines under a given name.

A new module registers itself by defining what its layer looks for (a function `handlers`, a `TaskDefinition`, …); no
list has to be extended.
"""

from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from importlib import import_module
from pkgutil import walk_packages
from types import ModuleType
from typing import Protocol, TypeVar

Value = TypeVar("Value")


class Named(Protocol):
    """A definition with a name of its own."""

    @property
    def name(self) -> str:
        """The name, unique among the definitions of one kind."""


Definition = TypeVar("Definition", bound=Named)


@cache
def modules(package: ModuleType) -> tuple[ModuleType, ...]:
    """Import every module below a package, in the order of their names. The folders are read once per process."""
    names = sorted(found.name for found in walk_packages(package.__path__, f"{package.__name__}."))
    return tuple(map(import_module, names))


def definitions(package: ModuleType, name: str) -> Iterator[object]:
    """Return what the modules below a package define under this name, in the order of the modules' names."""
    for module in modules(package):
        if name in vars(module):
            yield vars(module)[name]


def by_name(package: ModuleType, kind: type[Definition]) -> dict[str, Definition]:
    """Return every definition of this kind in a package by its name. Raises ValueError for a name defined twice."""
    return dict(_found(package, kind))


@cache
def _found(package: ModuleType, kind: type[Definition]) -> dict[str, Definition]:
    found: dict[str, Definition] = {}
    for module in modules(package):
        for one in vars(module).values():
            if isinstance(one, kind) and found.setdefault(one.name, one) is not one:
                raise ValueError(f"defined twice: {one.name}; each needs a name of its own")
    return found


def merge(parts: Iterable[Mapping[str, Value]]) -> dict[str, Value]:
    """Merge what several modules define by key. Raises ValueError for a key defined twice, as one would be lost."""
    merged: dict[str, Value] = {}
    for part in parts:
        if clash := merged.keys() & part.keys():
            raise ValueError(f"defined twice: {sorted(clash)}; each module needs keys of its own")
        merged |= part
    return merged
