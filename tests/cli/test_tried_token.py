"""A store becomes a bot's once the Bot API has accepted its token: a mistyped token changes nothing."""

import json
import shutil
import threading
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from bot.runtime import store_owner
from bot.runtime.database import open_database
from bot.runtime.operator_error import WrongConfiguration
from bot.runtime.store_owner import StoreOwner
from storage.store_identity import StoreKind
from tests.cli.conftest import NOW, SECRET_KEY, settings_of
from tests.cli.test_run import SECONDS, Running, desk

ACCEPTED = (200, {"ok": True, "result": {"id": 6, "is_bot": True, "first_name": "Desk", "username": "desk_bot"}})
REJECTED = (401, {"ok": False, "error_code": 401, "description": "Unauthorized"})


@contextmanager
def bot_api(status: int, answer: object) -> Iterator[str]:
    """Serve a Bot API that gives every call this answer. Returns its address."""

    class Answers(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            self.send_response(status)
            self.end_headers()
            self.wfile.write(json.dumps(answer).encode())

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Answers)
    threading.Thread(target=server.serve_forever).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()


@pytest.fixture(params=[None, 5], ids=["of nobody", "of another bot"])
def former(request: pytest.FixtureRequest, tmp_path: Path, empty_database: Path) -> int | None:
    """Whose store stands in the folder: nobody's yet, or that of bot 5."""
    (tmp_path / "var").mkdir()
    shutil.copy(empty_database, tmp_path / "var")
    former: int | None = request.param
    if former is not None:
        with open_database(settings_of(tmp_path / "var")) as database:
            owner = StoreOwner(StoreKind.REAL, former)
            store_owner.adopt(database, owner, now=NOW, say=lambda _: None)
    return former


def owner_in(folder: Path) -> int | None:
    found = store_owner.found_in(f"sqlite:///{folder}/chezhu.db")
    return found.bot_id if found is not None else None


def start(folder: Path, address: str) -> AbstractContextManager[Running]:
    """Start a desk with the token of bot 6."""
    real = {"CHEZHU_TELEGRAM_TOKEN": "6:token", "CHEZHU_TELEGRAM_API_URL": address, "CHEZHU_SECRET_KEY": SECRET_KEY}
    return desk(folder, "--new-bot", new=False, **real)


def test_a_mistyped_token_leaves_the_store_whose_it_was(tmp_path: Path, former: int | None) -> None:
    with bot_api(*REJECTED) as address, start(tmp_path / "var", address) as process:
        output, errors = process.communicate(timeout=SECONDS)
    assert process.returncode == WrongConfiguration.exit_code
    assert "rejects this token" in errors
    assert "from now on" not in output
    assert owner_in(tmp_path / "var") == former


def test_an_accepted_token_makes_the_store_its_bots(tmp_path: Path, former: int | None) -> None:
    with bot_api(*ACCEPTED) as address, start(tmp_path / "var", address) as process:
        assert process.stdout is not None
        assert any("bot 6 on Telegram from now on" in line for line in process.stdout)
    assert owner_in(tmp_path / "var") == 6
