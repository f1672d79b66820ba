"""A worker that was taken over gets nowhere, and the desk's own jobs succeed, as root and as another user."""

import json
import os
import subprocess
import sys
import sysconfig
from pathlib import Path
from typing import Any

import pytest

from bot.adapters.sandbox.confinement import MAX_TASKS, PROJECT, USER, readable_paths
from bot.adapters.sandbox.process import limits_from_outside
from tests.adapters.sandbox.probes import DENIED, PROBES

NOBODY = 65534
USERS = ["root", "nobody"] if os.getuid() == 0 else ["this user"]
PROBES_MODULE = "tests.adapters.sandbox.probes"


def test_packages_that_are_linked_file_by_file_can_be_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    elsewhere, here = tmp_path / "cache" / "archive", tmp_path / "site-packages"
    for folder in (elsewhere / "pictures", here / "pictures"):
        folder.mkdir(parents=True)
    (elsewhere / "pictures" / "__init__.py").write_text("")
    (here / "pictures" / "__init__.py").symlink_to(elsewhere / "pictures" / "__init__.py")
    monkeypatch.syspath_prepend(here)
    assert {here, elsewhere} <= set(readable_paths())


@pytest.fixture(scope="module", params=USERS)
def answers(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """Run all probes once as this user, who owns the database and whose environment holds the secret."""
    folder = tmp_path_factory.mktemp("desk")
    python = Path(sys.executable)
    (folder / "chezhu.db").write_bytes(b"personal data")
    if request.param == "nobody":
        python = _python_of_others(folder)
        for path in (folder, folder / "chezhu.db"):
            os.chown(path, NOBODY, NOBODY)
        _open_the_way_to(folder)
    environment = {"CHEZHU_SECRET_KEY": "the secret", "PATH": os.defpath, "PYTHONPATH": str(PROJECT)}
    user: dict[str, Any] = {"user": NOBODY, "group": NOBODY, "extra_groups": []} if request.param == "nobody" else {}
    done = subprocess.run(
        [python, "-m", PROBES_MODULE, str(folder)], env=environment, cwd="/", capture_output=True, check=False, **user
    )
    assert done.returncode == 0, done.stderr.decode()[-2000:]
    return {**json.loads(done.stdout), "as": request.param}


def test_this_platform_confines_a_worker_completely(answers: dict[str, Any]) -> None:
    assert answers["missing"] == []


@pytest.mark.parametrize("probe", PROBES)
def test_a_worker_that_was_taken_over_is_denied(answers: dict[str, Any], probe: str) -> None:
    limits_itself = answers["as"] == "root" and not limits_from_outside()
    allowed = "got None" if probe == "lift_limits" and limits_itself else DENIED
    assert answers["probes"][probe] == allowed


def test_a_worker_inherits_no_secret_and_no_descriptor(answers: dict[str, Any]) -> None:
    about = answers["about"]
    assert not [name for name in about["environment"] if name.startswith("CHEZHU")]
    assert set(about["environment"]) <= ALLOWED_VARIABLES
    assert about["descriptors"] == 5  # The three standard ones are closed or empty; the socket, twice.


def test_a_worker_of_root_has_a_user_of_its_own(answers: dict[str, Any]) -> None:
    assert answers["about"]["user"] == {"root": USER, "nobody": NOBODY}.get(answers["as"], os.getuid())
    assert answers["as"] != "root" or answers["about"]["tasks"] == MAX_TASKS


def test_the_jobs_of_the_desk_succeed_in_a_confined_worker(answers: dict[str, Any]) -> None:
    assert answers["work"] == {
        "code": ["CZ1:PLAIN"],
        "heic": "SanitisedPicture",
        "faces": "same",
        "document": True,
        "pdf": 1,
    }


ALLOWED_VARIABLES = {
    *("PATH", "PYTHONPATH", "PYTHONDONTWRITEBYTECODE", "MALLOC_ARENA_MAX", "LC_CTYPE", "LD_LIBRARY_PATH"),
    *("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "OPENCV_FOR_THREADS_NUM", "OPENBLAS_CORETYPE", "OPENBLAS_L2_SIZE"),
}


def _python_of_others(folder: Path) -> Path:
    """Return a Python that other users may start: this one, or the system's of the same version with our packages."""
    if all(each.stat().st_mode & 0o001 for each in Path(sys.executable).resolve().parents):
        return Path(sys.executable)
    version = f"python{sys.version_info[0]}.{sys.version_info[1]}"
    system = Path("/usr/bin", version)
    assert system.exists(), f"no other user may start {sys.executable}"
    (folder / "bin").mkdir()
    (folder / "bin" / "python").symlink_to(system)
    (folder / "pyvenv.cfg").write_text("home = /usr/bin\ninclude-system-site-packages = false\n")
    packages = folder / "lib" / version / "site-packages"
    packages.mkdir(parents=True)
    (packages / "ours.pth").write_text(sysconfig.get_path("purelib"))
    return folder / "bin" / "python"


def _open_the_way_to(folder: Path) -> None:
    """Let others pass through pytest's own folders, which only their owner may enter."""
    for each in folder.parents:
        if each.name.startswith("pytest-") or each.name.startswith("popen-"):
            each.chmod(each.stat().st_mode | 0o011)
