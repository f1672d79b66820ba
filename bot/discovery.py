"""Discovery of registrations: imports every module of a package and finds what each defines under a given name.

A new module registers itself by defining the name that its layer looks for (`handlers`, `NOTIFICATIONS`, …); no list
has to be extended.
"""

from collections.abc import Iterator
from importlib import import_module
from pkgutil import walk_packages
from types import ModuleType


def modules(package: ModuleType) -> Iterator[ModuleType]:
    """Import every module below a package, in the order of their names."""
    names = sorted(found.name for found in walk_packages(package.__path__, f"{package.__name__}."))
    yield from map(import_module, names)


def definitions(package: ModuleType, name: str) -> Iterator[object]:
    """Return what the modules below a package define under this name, in the order of the modules' names."""
    for module in modules(package):
        if name in vars(module):
            yield vars(module)[name]
