"""Commands offered to each person: in the menu, in the help, and in Telegram's own command list."""

from datetime import timedelta
from typing import Any

import pytest

from bot.cards.menu import commands_for
from bot.engine.command_menus import publish_commands
from bot.links import DeskLinks
from bot.texts import use_words
from storage.staff import members
from storage.staff.members import StaffRole
from tests.stories import cast
from tests.stories.actor import Actor
from tests.stories.app_driver import AppDriver
from tests.stories.filing_steps import asked_owner

STAFF_COMMANDS = frozenset({"queue", "take", "issue", "refund", "lookup", "staff", "rule", "audit"})
OF_STAFF = sorted(set(commands_for(tuple(StaffRole), registered=True)) - set(commands_for((), registered=True)))


def publish(app: AppDriver, *more: str) -> None:
    existing = app.desk.dispatcher.commands | set(more)
    app.wait(publish_commands(app.bot, app.database, existing=existing))


@pytest.mark.parametrize(
    ("public_url", "button"),
    [
        ("", {"type": "commands"}),
        ("http://desk.example", {"type": "commands"}),
        (
            "https://desk.example/",
            {"type": "web_app", "text": "打开 Open", "web_app": {"url": "https://desk.example/app"}},
        ),
        (
            "http://127.0.0.1:8080",
            {"type": "web_app", "text": "打开 Open", "web_app": {"url": "http://127.0.0.1:8080/app"}},
        ),
    ],
)
def test_the_menu_button_opens_the_app_where_clients_can(
    app: AppDriver, public_url: str, button: dict[str, Any]
) -> None:
    app_url = DeskLinks("chezhu_bot", public_url).app_url
    app.wait(publish_commands(app.bot, app.database, existing=app.desk.dispatcher.commands, app_url=app_url))
    assert app.world.bot.menu_button == button


def test_the_bot_is_named_in_each_language_unless_the_operator_has_named_it(app: AppDriver) -> None:
    app.wait(app.bot.set_my_name("车主服务台"))
    publish(app)
    assert {code: app.wait(app.bot.get_my_name(code)).name for code in ("zh", "en", "fr")} == {
        "zh": "车主服务台",
        "en": "Vehicle owners' desk",
        "fr": "车主服务台",
    }


def test_a_name_from_botfather_stays_unless_the_office_is_named(app: AppDriver) -> None:
    app.wait(app.bot.set_my_name("Nanning cars"))
    publish(app)
    assert app.wait(app.bot.get_my_name("en")).name == "Nanning cars"
    use_words({"en": {"office": "Nanning Vehicle Office"}})
    publish(app)
    use_words({})
    assert app.wait(app.bot.get_my_name("en")).name == "Nanning Vehicle Office"
    assert app.wait(app.bot.get_my_name("zh")).name == "Nanning cars"


def test_a_refused_name_stops_nothing(app: AppDriver) -> None:
    app.wait(app.bot.set_my_name("车主服务台"))
    refusal = {"method": "setMyName", "code": 400, "description": "Bad Request"}
    app.ask("POST", "/world/faults", json={"forced_errors": [refusal]})
    publish(app)
    assert app.wait(app.bot.get_my_name("en")).name == "车主服务台"


def offered(actor: Actor) -> dict[str, str]:
    shown: dict[str, Any] = actor.app.ask("GET", f"/world/people/{actor.id}/messages")
    return {one["command"]: one["description"] for one in shown["commands"]}


def test_unregistered_people_are_offered_their_commands() -> None:
    commands = commands_for((), registered=False)
    assert commands[0] == "start"
    assert not {"file", "vehicles", "approve"} & set(commands)
    assert not STAFF_COMMANDS & set(commands)


def test_registered_people_are_offered_no_staff_commands() -> None:
    commands = commands_for((), registered=True)
    assert "start" not in commands
    assert {"file", "progress", "approve", "privacy", "cancel", "help"} <= set(commands)
    assert not STAFF_COMMANDS & set(commands)


@pytest.mark.parametrize(
    ("role", "some", "others"),
    [
        (StaffRole.REVIEWER, {"queue", "take", "pass", "return"}, {"issue", "refund", "staff"}),
        (StaffRole.STATION, {"issue", "queue"}, {"take", "refund", "rule"}),
        (StaffRole.CASHIER, {"refund", "queue"}, {"take", "issue", "audit"}),
        (StaffRole.OFFICER, {"lookup"}, {"queue", "issue", "staff"}),
        (StaffRole.ADMIN, {"staff", "rule", "audit", "stats"}, {"take", "refund", "lookup"}),
    ],
)
def test_each_role_is_offered_its_own_commands(role: StaffRole, some: set[str], others: set[str]) -> None:
    commands = commands_for((role,), registered=True)
    assert some <= set(commands)
    assert not others & set(commands)


def test_several_roles_offer_each_command_once() -> None:
    commands = commands_for(tuple(StaffRole), registered=True)
    assert len(set(commands)) == len(commands)


def test_the_help_lists_each_existing_command_on_a_line(app: AppDriver) -> None:
    driver = cast.driver(app)
    driver.says("/help")
    lines = [line for line in driver.last().splitlines() if line.startswith("/")]
    named = {line.split()[0].lstrip("/") for line in lines}
    assert {"menu", "help", "language", "privacy", "cancel"} <= named
    assert named <= app.desk.dispatcher.commands


def test_the_help_of_an_unregistered_person_names_the_registration(app: AppDriver) -> None:
    guest = app.person("小王")
    guest.says("/help")
    guest.sees("/start – 注册")
    assert "/file" not in guest.last()


def test_telegram_shows_the_commands_in_the_language_of_the_phone(app: AppDriver) -> None:
    publish(app)
    chinese, english, french = app.person("小王"), app.person("Ann", language="en"), app.person("Zoé", language="fr")
    assert offered(chinese)["privacy"].startswith("我的资料")
    assert offered(english)["privacy"].startswith("my data")
    assert offered(french) == offered(english)
    assert next(iter(offered(chinese))) == "start"
    people = app.ask("GET", "/world/people", params={"language": "zh"})
    assert "备案非本人机动车" in people["bot"]["description"]


def test_telegram_shows_staff_their_commands_until_they_leave(app: AppDriver) -> None:
    app.world.bot.commands.lists.clear()
    reviewer, driver = app.person("Chen"), cast.driver(app)
    cast.appoint(app, reviewer, StaffRole.ADMIN)
    publish(app)
    before = offered(reviewer)
    assert before == offered(driver)  # Telegram does not know a chat whose person never wrote.
    reviewer.says("/menu")
    publish(app)
    assert set(offered(reviewer)) - {"start"} <= set(commands_for((StaffRole.ADMIN,), registered=True))
    assert list(offered(reviewer)) != list(before) or "staff" not in app.desk.dispatcher.commands

    def end(session: Any) -> None:
        member = members.by_telegram(session, reviewer.id)
        assert member is not None
        member.ended_at = app.now + timedelta(0)

    app.write(end)
    publish(app)
    assert offered(reviewer) == offered(driver)


def test_publishing_the_commands_twice_changes_nothing(app: AppDriver) -> None:
    publish(app)
    first = dict(app.world.bot.commands.lists)
    publish(app)
    assert app.world.bot.commands.lists == first


def test_a_staff_command_looks_unknown_to_others(app: AppDriver) -> None:
    driver, guest = cast.driver(app), app.person("小王")
    for stranger in (driver, guest):
        stranger.says("/menu")
        stranger.says("/nonsense")
        unknown = stranger.last(), stranger.labels()
        for command in OF_STAFF:
            stranger.says("/help")
            stranger.says(f"/{command} 1001 1")
            assert (stranger.last(), stranger.labels()) == unknown, command


@pytest.mark.parametrize("command", ["case", "pass", "return"])
def test_a_review_command_without_a_number_explains_its_form(app: AppDriver, command: str) -> None:
    reviewer = cast.reviewer(app)
    reviewer.says(f"/{command}")
    reviewer.sees("请在命令后面写上申请编号", f"/{command} 1024")


def test_a_case_is_put_back_without_a_number_only_if_one_is_held(app: AppDriver) -> None:
    reviewer = cast.reviewer(app)
    reviewer.says("/release")
    reviewer.sees("您没有领取任何申请")


@pytest.mark.parametrize("command", ["approve", "refuse"])
def test_an_approval_command_without_a_number_shows_what_waits(app: AppDriver, command: str) -> None:
    owner = asked_owner(app, cast.driver(app))
    owner.says(f"/{command}")
    owner.sees("我的车：申请和备案", "#1001", "等您答复")
    owner.taps("同意 #1001")
    owner.sees("您已同意")
