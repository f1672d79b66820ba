"""The built package: what an operator gets from `pip install`, without a checkout."""

import os
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path
from typing import Any

import pytest

from tests.cli.test_run import LI, ask, first_message, wait_for_address
from tests.conventions.source_tree import ROOT, files

PACKAGES = ("bot", "handlers", "storage")
BESIDE = ("pyproject.toml", "README.md", "LICENSE")


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The path of the wheel, built from the files of the project without a network."""
    source = tmp_path_factory.mktemp("source")
    for path in files():
        if path.parts[0] in (*PACKAGES, *BESIDE):
            (source / path.parent).mkdir(parents=True, exist_ok=True)
            shutil.copy(ROOT / path, source / path)
    pip("wheel", "--no-deps", "--no-build-isolation", "--wheel-dir", str(source / "dist"), str(source))
    (built,) = (source / "dist").glob("chezhu-*.whl")
    return built


@pytest.fixture(scope="module")
def site(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the installed package; its dependencies are those of the tests."""
    folder = tmp_path_factory.mktemp("site")
    pip("install", "--no-deps", "--target", str(folder), str(wheel))
    return folder


def pip(*arguments: str) -> None:
    """Run pip without a network."""
    command = [sys.executable, "-m", "pip", "--quiet", "--disable-pip-version-check", *arguments[:1], "--no-index"]
    subprocess.run([*command, *arguments[1:]], check=True, timeout=300)


def chezhu(site: Path, folder: Path, *arguments: str, **settings: str) -> subprocess.Popen[str]:
    """Start the installed command in another folder than the checkout."""
    environment = {**os.environ, "PYTHONPATH": str(site), "CHEZHU_DATA_DIR": str(folder / "var"), **settings}
    streams: dict[str, Any] = {"stdout": subprocess.PIPE, "stderr": subprocess.STDOUT, "text": True}
    return subprocess.Popen([str(site / "bin" / "chezhu"), *arguments], cwd=folder, env=environment, **streams)


def test_the_package_has_every_file_of_the_product_and_nothing_else(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        packed = {name for name in archive.namelist() if ".dist-info/" not in name}
    assert packed == {path.as_posix() for path in files() if path.parts[0] in PACKAGES}


def test_the_installed_command_runs_the_whole_local_desk(site: Path, tmp_path: Path) -> None:
    process = chezhu(site, tmp_path, "run", "--local", CHEZHU_PORT="0")
    try:
        origin = wait_for_address(process)
        ask(f"{origin}/world/people/{LI}/messages", {"text": "/menu"})
        assert "请选择" in first_message(origin, LI)
    finally:
        process.kill()
        process.communicate()


def test_the_installed_command_names_itself(site: Path, tmp_path: Path) -> None:
    printed, _ = chezhu(site, tmp_path, "--version").communicate(timeout=60)
    assert printed.startswith("chezhu ")
    printed, _ = chezhu(site, tmp_path, "run", CHEZHU_TELEGRAM_TOKEN="1:a").communicate(timeout=60)
    assert "`chezhu keys secret` makes" in printed
