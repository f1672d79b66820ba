"""Settings that name a folder."""

import os
from pathlib import Path
from typing import Annotated

from pydantic import AfterValidator


def _require_folder(folder: Path | None) -> Path | None:
    if folder is not None and not (folder.is_dir() and os.access(folder, os.R_OK | os.W_OK | os.X_OK)):
        raise ValueError("a folder that exists and that the desk may write to")
    return folder


WritableFolder = Annotated[Path | None, AfterValidator(_require_folder)]
