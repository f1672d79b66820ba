"""A world as one JSON in and out, and acts of people that are recorded and replayed."""

import base64
import io
import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest
import uvicorn

from bot.simulator import snapshot
from bot.simulator.__main__ import _app, _parser, make_world
from bot.simulator.files import Upload
from bot.simulator.json_types import Json
from bot.simulator.recording import replay
from bot.simulator.testing import LocalTelegram
from bot.simulator.world import World
from tests.simulator.test_files import picture

BOT = {"1000000001:local-token": {"id": 1000000001, "username": "local_bot"}}


@contextmanager
def served(world: World, record: io.StringIO | None = None) -> Iterator[httpx.Client]:
    """Serve a world as the command does, and yield a client of it."""
    config = uvicorn.Config(_app(world, None, (), record), port=0, log_config=None, timeout_graceful_shutdown=1)
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run)
    thread.start()
    while not server.started:
        thread.join(0.005)
    port = server.servers[0].sockets[0].getsockname()[1]
    try:
        with httpx.Client(base_url=f"http://127.0.0.1:{port}", trust_env=False, timeout=30) as client:
            yield client
    finally:
        server.should_exit = True
        thread.join()


def new_world() -> World:
    world = World(BOT)
    world.bot.rate_limits.on = False
    world.add_person("Li", id=7)
    return world


def acts(client: httpx.Client) -> Json:
    """Write, be answered with a button, tap it, send a picture, delete a message; return what the screen shows."""
    path = "/world/people/7"
    client.post(f"{path}/messages", json={"text": "/start"})
    keys = {"inline_keyboard": [[{"text": "Go", "callback_data": "go"}]]}
    card = client.post(
        "/bot1000000001:local-token/sendMessage", json={"chat_id": 7, "text": "Go on?", "reply_markup": keys}
    ).json()["result"]
    client.post(f"{path}/taps", json={"message_id": card["message_id"], "button": "Go"})
    client.post(f"{path}/taps", json={"message_id": card["message_id"], "button": "Nothing"})
    client.post(f"{path}/messages", files={"photo": ("a.jpg", picture(), "image/jpeg")})
    client.delete(f"{path}/messages/1")
    return dict(client.get(f"{path}/messages").json())


def test_a_world_goes_out_as_json_and_comes_in_again(tmp_path: Path) -> None:
    world = new_world()
    with served(world) as client:
        acts(client)
        state = client.get("/world", params={"files": "true"}).json()
    file = tmp_path / "world.json"
    file.write_text(json.dumps(state))
    again = make_world(_parser().parse_args(["--world", str(file)]))
    assert snapshot.to_dict(again)["bots"]["1000000001"]["chats"] == state["bots"]["1000000001"]["chats"]
    assert [stored.data for stored in again.files.by_id.values()] == [
        stored.data for stored in world.files.by_id.values()
    ]
    with LocalTelegram(state=state) as telegram:
        assert [each["text"] for each in telegram.person(7).messages() if "text" in each] == ["Go on?"]


@pytest.mark.parametrize("state", ["[]", "{}", '{"version": 1}', '{"version": 1, "files": [{"data": "x"}]}'])
def test_what_is_no_world_is_refused(state: str, tmp_path: Path) -> None:
    file = tmp_path / "world.json"
    file.write_text(state)
    with pytest.raises(ValueError, match=r"world|base64"):
        make_world(_parser().parse_args(["--world", str(file)]))


def test_recorded_acts_are_done_again_once_their_message_is_there() -> None:
    record = io.StringIO()
    with served(new_world(), record) as client:
        shown = acts(client)
        client.delete("/world/people/7/messages/2")  # The answer of the bot.
    lines = record.getvalue().splitlines()
    # Without the refused tap.
    assert [json.loads(line)["method"] for line in lines] == ["POST", "POST", "POST", "DELETE", "DELETE"]

    world = new_world()
    with served(world) as client:

        def answer() -> None:
            while not world.bot.chat_with(7).messages:
                pause.wait(0.005)
            keys = {"inline_keyboard": [[{"text": "Go", "callback_data": "go"}]]}
            body = {"chat_id": 7, "text": "Go on?", "reply_markup": keys}
            httpx.post(f"{client.base_url}/bot1000000001:local-token/sendMessage", json=body, trust_env=False)

        pause = threading.Event()
        waiter = threading.Thread(target=answer)
        waiter.start()
        assert replay(client, lines, speed=1000.0) == 5
        waiter.join()
        again = dict(client.get("/world/people/7/messages").json())
    kept = [each for each in shown["messages"] if each["message_id"] != 2]
    assert [sorted(each) for each in again["messages"]] == [sorted(each) for each in kept]
    assert len(world.bot.updates.pending) == 3  # The text, the tap and the picture.


def test_a_replayed_act_that_is_refused_names_its_line() -> None:
    line = json.dumps({"at": 0, "method": "DELETE", "path": "/world/people/7/messages/5", "type": "", "body": ""})
    with served(new_world()) as client, pytest.raises(ValueError, match=r"line 1: DELETE .*no message 5"):
        replay(client, [line], patience=0.1)


def test_a_forwarded_message_is_awaited_in_the_chat_that_it_comes_from() -> None:
    body = base64.b64encode(json.dumps({"forward": 1, "from": 8}).encode()).decode()
    line = {"at": 0, "method": "POST", "path": "/world/people/7/messages", "type": "application/json", "body": body}
    world = new_world()
    world.add_person("Wang", id=8)
    with served(world) as client:
        client.post("/world/people/8/messages", json={"text": "Hello"})
        assert replay(client, [json.dumps(line)]) == 1
        (message,) = client.get("/world/people/7/messages").json()["messages"]
    assert message["text"] == "Hello"


def test_a_world_whose_file_would_be_saved_elsewhere_is_refused() -> None:
    world = new_world()
    world.files.document(Upload("a.txt", "text/plain", b"words"))
    state = snapshot.whole(world)
    state["files"][0]["unique_id"] = "../../words"
    with pytest.raises(ValueError, match="no usable id"):
        LocalTelegram(state=state)
