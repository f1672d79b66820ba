"""The schema: importing this module imports every module of the storage package, so that `metadata` has every table."""

import importlib
import pkgutil

from sqlmodel import SQLModel

import storage

for _module in pkgutil.walk_packages(storage.__path__, "storage."):
    if not _module.name.startswith("storage.migrations"):  # They run only inside Alembic, which is slow to load.
        importlib.import_module(_module.name)

metadata = SQLModel.metadata
