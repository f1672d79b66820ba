"""Sessions of the Mini App: begun once with launch data, ended with the hour, by signing out, and with the account."""

from datetime import timedelta

from bot.services.identity import accounts as account_service
from storage.identity.accounts import Account
from storage.identity.app_sessions import AppSession
from tests.stories import cast
from tests.stories.app_driver import AppDriver, stored
from tests.web.app_visitor import AppVisitor, launch_data


def test_the_app_is_opened_by_its_user(app: AppDriver) -> None:
    owner = cast.owner(app)
    visitor = AppVisitor(app).opened_by(owner)
    assert visitor.said["registered"]
    assert visitor.said["language"] == "zh-CN"
    (row,) = app.read(lambda session: stored(session, AppSession))
    assert (row.account_id, row.person_id) == (owner.account.id, owner.person_id)
    assert visitor.token not in row.token_hash


def test_a_guest_gets_an_account_in_their_language(app: AppDriver) -> None:
    guest = app.person("Li", language="en")
    visitor = AppVisitor(app)
    user = f'{{"id": {guest.id}, "language_code": "en"}}'
    assert visitor.begins(launch_data(guest.id, app.now, user=user)) == 200
    assert (visitor.said["registered"], visitor.said["language"]) == (False, "en")
    (account,) = app.read(lambda session: stored(session, Account))
    assert account.telegram_id == guest.id


def test_launch_data_begin_one_session_only(app: AppDriver) -> None:
    owner = cast.owner(app)
    text = launch_data(owner.id, app.now)
    visitor = AppVisitor(app)
    assert visitor.begins(text) == 200
    assert visitor.begins(text) == 409
    assert visitor.begins(text.replace("+", "%20")) == 409  # Written otherwise, they are still the same.
    assert "已经打开过" in visitor.said["error"]
    assert len(app.read(lambda session: stored(session, AppSession))) == 1


def test_launch_data_that_prove_nobody_get_one_answer_and_leave_nothing(app: AppDriver) -> None:
    owner = cast.owner(app)
    texts = [
        "",
        "user=1",
        launch_data(owner.id, app.now, token="1000000002:other"),
        launch_data(owner.id, app.now - timedelta(minutes=11)),
        launch_data(owner.id, app.now + timedelta(minutes=2)),
        launch_data(owner.id, app.now)[:-1],
        launch_data(owner.id, app.now) + "&user=1",
    ]
    visitor, answers = AppVisitor(app), set()
    for text in texts:
        assert visitor.begins(text) == 403
        answers.add(visitor.answer.text)
    assert len(answers) == 1
    assert not app.read(lambda session: stored(session, AppSession))


def test_bodies_that_are_no_request_are_refused(app: AppDriver) -> None:
    visitor = AppVisitor(app)
    headers = {"Content-Type": "application/json"}
    for body in (b"", b"[]", b"1", b"{", b'{"init_data": 1}', b'{"init_data": null}', b'{"init_data": {"a": 1}}'):
        assert visitor.asks("POST", "/app/session", content=body, headers=headers) in (400, 403), body


def test_only_its_token_opens_a_session(app: AppDriver) -> None:
    visitor = AppVisitor(app).opened_by(cast.owner(app))
    genuine = visitor.token
    for forged in ("", "x", genuine[:-1], genuine + "x", genuine.swapcase(), "a b"):
        visitor.token = forged
        assert visitor.posts("session/end") == 401, forged
    visitor.token = genuine
    assert visitor.asks("POST", "/app/session/end", json={}, headers={"Authorization": genuine}) == 401
    assert visitor.asks("POST", "/app/session/end", json={}, headers={"Cookie": f"session={genuine}"}) == 401
    assert visitor.posts("session/end") == 200
    assert visitor.posts("session/end") == 401


def test_it_ends_after_an_hour(app: AppDriver) -> None:
    visitor = AppVisitor(app).opened_by(cast.owner(app))
    app.now += timedelta(minutes=60)
    assert visitor.posts("session/end") == 401


def test_signing_out_ends_it_for_good(app: AppDriver) -> None:
    owner = cast.owner(app)
    visitor = AppVisitor(app).opened_by(owner)
    account = owner.account.id
    app.write(lambda session: account_service.sign_out(session, session.get_one(Account, account), now=app.now))
    assert visitor.posts("session/end") == 401

    def unlock(session) -> None:  # type: ignore[no-untyped-def]
        session.get_one(Account, account).locked_at = None

    app.write(unlock)
    assert visitor.posts("session/end") == 401


def test_a_session_of_a_guest_is_not_that_of_the_person_they_register_as(app: AppDriver) -> None:
    owner = cast.owner(app)

    def detach(session) -> None:  # type: ignore[no-untyped-def]
        account_service.detach(session, session.get_one(Account, owner.account.id), now=app.now)

    def attach(session) -> None:  # type: ignore[no-untyped-def]
        account = session.get_one(Account, owner.account.id)
        account.person_id, account.registered_at = owner.person_id, app.now

    of_person = AppVisitor(app).opened_by(owner)
    app.write(detach)
    assert of_person.posts("session/end") == 401
    of_guest = AppVisitor(app).opened_by(owner)
    assert not of_guest.said["registered"]
    app.write(attach)
    assert of_guest.posts("session/end") == 401
    assert of_person.posts("session/end") == 401


def test_sessions_are_deleted_a_day_later(app: AppDriver) -> None:
    AppVisitor(app).opened_by(cast.owner(app))
    app.later(hours=25)
    app.run_housekeeping()
    assert not app.read(lambda session: stored(session, AppSession))
