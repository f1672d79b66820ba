"""Deployment files: what they refer to exists, processes have no unneeded privileges, and no secret is in them."""

import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

from bot.runtime.operator_error import WrongConfiguration
from bot.settings import ProcessRole, Settings
from tests.deployment.fleet import ROOT

FOLDER = ROOT / ".deploy"
FILES = sorted(FOLDER.iterdir())
PUBLIC_IMAGE = re.compile(r"docker\.io/library/(python|postgres):\d+(\.\d+)?-(slim-)?bookworm")
SETTING = re.compile(r"\bCHEZHU_([A-Z_]+)")
ASSIGNED_SECRET = re.compile(r"(TOKEN|SECRET|PASSWORD|PRIVATE_KEY)[A-Z_]*\s*[=:]\s*\S")


@pytest.fixture
def compose() -> dict[str, Any]:
    read: dict[str, Any] = yaml.safe_load((FOLDER / "compose.yaml").read_text())
    return read


@pytest.fixture
def steps() -> list[tuple[str, str]]:
    """The instructions of the Containerfile with their arguments."""
    text = (FOLDER / "Containerfile").read_text().replace("\\\n", " ")
    lines = [line for line in text.splitlines() if line and not line.startswith("#")]
    return [(instruction, words) for instruction, _, words in (line.partition(" ") for line in lines)]


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_every_setting_exists_and_no_secret_has_a_value(path: Path) -> None:
    text = path.read_text()
    assert {name.lower() for name in SETTING.findall(text)} <= set(Settings.model_fields)
    assert not [line for line in text.splitlines() if ASSIGNED_SECRET.search(line)]


def test_the_image_is_public_and_runs_unprivileged(steps: list[tuple[str, str]]) -> None:
    images = [words.split()[0] for instruction, words in steps if instruction == "FROM"]
    assert all(PUBLIC_IMAGE.fullmatch(image) for image in images)
    users = [words for instruction, words in steps if instruction == "USER"]
    assert users
    assert users[-1] not in ("0", "root")
    assert [
        words for instruction, words in steps if instruction in ("ENTRYPOINT", "CMD") and not words.startswith("[")
    ] == []
    assert not [instruction for instruction, _ in steps if instruction == "ADD"]


def test_the_image_installs_the_locked_packages_and_no_tests(steps: list[tuple[str, str]]) -> None:
    installs = [words for instruction, words in steps if instruction == "RUN" and "pip install" in words]
    assert installs
    assert all("--require-hashes" in words and "--no-cache-dir" in words for words in installs)
    sources = [words.split()[0] for instruction, words in steps if instruction == "COPY" and "--from" not in words]
    assert all((ROOT / source).exists() for source in sources)
    assert {"run_bot.py", "bot", "handlers", "storage"} < set(sources)
    assert not {".", "tests", "var", ".env"} & set(sources)


def test_debian_packages_are_installed_without_recommendations_and_lists(steps: list[tuple[str, str]]) -> None:
    for words in (words for instruction, words in steps if instruction == "RUN" and "apt-get install" in words):
        assert words.index("apt-get update") < words.index("apt-get install")
        assert "--no-install-recommends" in words
        assert "--yes" in words
        assert "rm -rf /var/lib/apt/lists" in words


def test_compose_has_every_role_and_publishes_only_the_web_port_locally(compose: dict[str, Any]) -> None:
    services = compose["services"]
    roles = {service["environment"]["CHEZHU_ROLE"] for name, service in services.items() if name != "postgres"}
    assert roles == {role.value for role in ProcessRole} - {ProcessRole.ALL.value}
    assert services["worker"]["deploy"]["replicas"] >= 2
    assert PUBLIC_IMAGE.fullmatch(services["postgres"]["image"])
    assert [name for name, service in services.items() if "ports" in service] == ["receiver"]
    assert all(port.startswith("127.0.0.1:") for port in services["receiver"]["ports"])
    for name in ("receiver", "worker", "sender"):
        service = services[name]
        assert service["cap_drop"] == ["ALL"]
        assert service["read_only"]
        assert (FOLDER / service["build"]["context"] / service["build"]["dockerfile"]).exists()


def test_every_volume_that_compose_uses_is_declared(compose: dict[str, Any]) -> None:
    used = {volume.split(":")[0] for service in compose["services"].values() for volume in service.get("volumes", [])}
    assert used == set(compose["volumes"])


def units(folder: Path) -> list[Path]:
    """Write the unit, and those of the operators' guide, as they are installed; the desk's Python is this one."""
    guide = (ROOT / "docs/operating.md").read_text(encoding="utf-8")
    told = re.findall(r"^# /etc/systemd/system/(\S+)\n(.*?)(?=^# /etc|^```)", guide, re.MULTILINE | re.DOTALL)
    assert len(told) == 2
    for name, text in [("chezhu@all.service", (FOLDER / "chezhu@.service").read_text()), *told]:
        (folder / name).write_text(text.replace("/srv/chezhu/.venv/bin/python", sys.executable))
    return sorted(folder.iterdir())


def test_systemd_takes_the_units_and_finds_them_closed(tmp_path: Path) -> None:
    for unit in units(tmp_path):
        checked = subprocess.run(
            ["systemd-analyze", "verify", "--man=no", unit], capture_output=True, text=True, check=False
        )
        assert (checked.returncode, checked.stderr) == (0, ""), unit.name
    desk = tmp_path / "chezhu@all.service"
    rated = subprocess.run(
        ["systemd-analyze", "security", "--offline=true", "--threshold=15", "--no-pager", desk],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert rated.returncode == 0, rated.stdout[-2_000:]  # An exposure of 1.5 of 10 at most.


def test_the_containerfile_is_clean() -> None:
    # DL3008: Debian's packages are not pinned, so that the image gets their security updates.
    command = [str(Path(sys.executable).with_name("hadolint")), "--ignore", "DL3008", str(FOLDER / "Containerfile")]
    checked = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (checked.returncode, checked.stdout) == (0, "")


def test_the_unit_runs_unprivileged_and_starts_again() -> None:
    lines = (FOLDER / "chezhu@.service").read_text().splitlines()
    assert {"User=chezhu", "CapabilityBoundingSet=", "NoNewPrivileges=yes", "ProtectSystem=strict"} <= set(lines)
    assert "Restart=always" in lines
    assert f"RestartPreventExitStatus={WrongConfiguration.exit_code}" in lines


def test_commands_run_as_the_unit_does(tmp_path: Path) -> None:
    (tmp_path / "systemd-run").write_text('#!/bin/sh\nprintf "%s\\n" "$@"\n')
    (tmp_path / "systemd-run").chmod(0o755)
    said = subprocess.run(
        ["/bin/sh", FOLDER / "chezhu", "restore", "a file.db"],
        env={"PATH": f"{tmp_path}:/usr/bin:/bin"},
        capture_output=True,
        text=True,
        check=True,
    ).stdout.splitlines()
    unit = (FOLDER / "chezhu@.service").read_text().splitlines()
    options = {line.removeprefix("--property=") for line in said if line.startswith("--property=")}
    assert options == {"WorkingDirectory=/srv/chezhu", "EnvironmentFile=/etc/chezhu/chezhu.env", "UMask=0077"}
    assert options <= set(unit)
    assert {"User=chezhu", "Group=chezhu"} <= set(unit)
    assert {"--uid=chezhu", "--gid=chezhu", "--setenv=CHEZHU_DATA_DIR=/var/lib/chezhu"} <= set(said)
    assert any("CHEZHU_DATA_DIR=/var/lib/chezhu" in line for line in unit)
    assert said[-4:] == ["/srv/chezhu/.venv/bin/python", "run_bot.py", "restore", "a file.db"]
