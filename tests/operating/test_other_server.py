"""The same bot at a Bot API server that is not ours: nothing but the address in its settings changes."""

import time
from pathlib import Path

from tests.operating import other_server
from tests.operating.fleet import fleet, until_it_runs
from tests.operating.other_server import OtherServer

PATIENCE = 60.0


def _sees(server: OtherServer, words: str) -> None:
    deadline = time.monotonic() + PATIENCE
    while not any(words in (message.text or "") for message in list(server.screen.values())):
        assert time.monotonic() < deadline, f"{words!r} is not on {server.screen}; refused: {server.refused}"
        time.sleep(0.02)


def test_the_desk_talks_to_a_server_whose_shapes_are_aiograms(sqlite_url: str, tmp_path: Path) -> None:
    with other_server.served() as (server, address), fleet(sqlite_url, address, tmp_path) as desk:
        until_it_runs(desk.start("all"))
        server.says("/menu")
        _sees(server, "Vehicle owners' desk")
        server.says("/language")
        _sees(server, "请选择语言")
        server.taps("中文")
        _sees(server, "以后用中文和您说话")
        server.says("/menu")
        _sees(server, "车主服务台")

    assert server.refused == []
    assert {"getMe", "getUpdates", "setMyCommands", "sendMessage", "answerCallbackQuery"} <= set(server.asked)
