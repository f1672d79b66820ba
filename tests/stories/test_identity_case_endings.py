"""After a deletion no table says anything of the person: identity cases of former accounts and strangers included."""

from storage.files import StoredFile
from storage.review.identity_cases import IdentityCaseStatus
from tests.stories import cast, identity_case_steps as ids, registration_steps as registration
from tests.stories.app_driver import AppDriver, stored
from tests.stories.privacy_steps import deletes
from tests.stories.test_deletion_traces import decrypted

NAME = "韦晓阳"


def test_no_table_says_anything_of_who_has_deleted_the_account(app: AppDriver) -> None:
    reviewer = cast.greeted(cast.reviewer(app))
    own = app.person(NAME, registration.PHONE)
    registration.registers(own, NAME)
    ids.asks(own, "核实我的身份", contact=False, seed=2)
    ids.approve(reviewer, 1001)
    own.says("/identity")  # A case that is open when the person moves to another account.
    own.taps("换了手机号")
    own.taps("同意，继续")
    own.shares_contact(phone_number="+8613700000008", first_name=NAME, user_id=own.id)
    ids.sends_photos(own, seed=12)
    own.taps("提交核实")
    moved = app.person("新号", "+8613700000009")
    ids.asks(moved, "登不上", name=NAME, id_number=registration.NUMBER, seed=22)
    ids.approve_by_two(app, reviewer, 1003)
    assert ids.case_of(app, 1002).status is IdentityCaseStatus.STOPPED
    for at, (name, withdraws) in enumerate([("路人甲", True), ("路人乙", False)]):
        stranger = app.person(name, f"+861361111222{at}")
        ids.asks(stranger, "登不上", name=NAME, id_number=registration.NUMBER, seed=32 + 10 * at)
        if withdraws:
            stranger.says("/identity")
            stranger.taps("撤回申请")
            stranger.taps("确认撤回")
            stranger.sees("照片和填写的内容已删除")
    assert any(NAME.encode() in text for text in decrypted(app))
    app.later(minutes=3)
    deletes(moved)
    stranger.sees("核实申请 #ID1005 已终止")
    app.later(days=8)
    app.run_housekeeping()
    about = [NAME.encode(), registration.NUMBER.encode(), b"+8613700000009"]
    assert [text for text in decrypted(app) if any(each in text for each in about)] == []
    assert [file for file in app.read(lambda session: stored(session, StoredFile)) if file.kind == "identity"] == []
    reviewer.says("/identity")
    reviewer.sees("没有")
