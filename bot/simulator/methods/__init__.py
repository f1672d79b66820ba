"""The Bot API methods. To add one, write a function with `@method` in a module of this package."""

from importlib import import_module
from pkgutil import iter_modules

# Each module registers its methods when it is imported.
for _module in iter_modules(__path__):
    import_module(f"{__name__}.{_module.name}")
