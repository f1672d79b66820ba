"""The JavaScript modules of the local Telegram's page have no import cycles."""

import re
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import pytest

from tests.conventions.source_tree import files, text

PAGE = Path("bot/simulator/page")
IMPORTED = re.compile(r'^(?:import|export)\b[^;]*"\./([^"]+)"', re.MULTILINE)


def test_the_page_modules_have_no_import_cycle() -> None:
    modules = [path for path in files() if path.parent == PAGE and path.suffix == ".js"]
    imports = {path.name: IMPORTED.findall(text(path)) for path in modules}
    assert "phone.js" in imports["phones.js"]
    try:
        TopologicalSorter(imports).prepare()
    except CycleError as error:
        pytest.fail(f"Move what both need into a module of its own: {' <- '.join(error.args[1])}")
