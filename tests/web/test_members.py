"""Members in the portal: invitations, removal, hand-over, signing out in the chat, and what a user may not do."""

import re

from sqlmodel import Session

from bot import profile
from bot.profile import Journey, Profile
from bot.services.identity import accounts as account_service
from storage import audit_search
from storage.filing.filings import Filing, FilingStatus
from storage.identity.accounts import Account
from storage.organisations import organisations
from storage.organisations.invitations import Invitation
from tests.stories import cast
from tests.stories.app_driver import AppDriver, stored
from tests.stories.cast import Citizen
from tests.web.company import filed, invitation_of, join, signed_in
from tests.web.visitor import Visitor, code_for


def test_a_removed_user_is_signed_out_at_once(app: AppDriver) -> None:
    owner, driver = cast.owner(app), cast.driver(app)
    cast.organisation(app, owner)
    join(owner, driver)
    of_user, of_owner = signed_in(app, driver), signed_in(app, owner)
    of_owner.opens("/organisation/members")
    of_owner.sees("李*国", "王*英")
    remove = re.search(r"/organisation/members/[0-9a-f-]{36}/remove", of_owner.page)
    assert remove is not None
    of_owner.opens(remove[0])
    of_owner.sees("确定把 李*国 移出单位吗")
    of_owner.sends(remove[0])
    of_owner.sees("已移出")
    assert of_user.asks("GET", "/organisation/cars") == 303
    app.settle()
    driver.sees("不再是", "经办人")
    assert of_owner.opens(remove[0]) == 404, "the user is already removed"


def test_an_invitation_made_in_the_portal_is_accepted_in_the_chat(app: AppDriver) -> None:
    owner, driver = cast.owner(app), cast.driver(app)
    organisation = cast.organisation(app, owner)
    visitor = signed_in(app, owner)
    visitor.opens("/organisation/members")
    visitor.sends("/organisation/members/invite")
    link = re.search(r"https://t\.me/chezhu_bot\?start=(join-[0-9A-Z]{12})", visitor.page)
    assert link is not None, visitor.page
    driver.says(f"/start {link[1]}")
    driver.sees("青山物流", "邀请您当经办人")
    driver.taps("接受")
    driver.sees("您现在是", "经办人")
    owner.sees("李*国 接受了邀请")
    assert len(app.read(lambda session: organisations.members(session, organisation.id))) == 2
    visitor.opens("/organisation/members")
    visitor.sees("李*国", "还可以加 9 人")


def test_a_withdrawn_invitation_is_refused(app: AppDriver) -> None:
    owner, driver = cast.owner(app), cast.driver(app)
    cast.organisation(app, owner)
    code = invitation_of(owner)
    visitor = signed_in(app, owner)
    visitor.opens("/organisation/members")
    visitor.sees("收回未用的邀请（1）")
    visitor.sends("/organisation/members/withdraw")
    driver.says(f"/join {code}")
    driver.sees("这个邀请码不能用")
    visitor.sends("/organisation/members/withdraw")  # Nothing is left to withdraw, or to record.
    entries = app.read(lambda session: audit_search.latest(session, limit=100, thing="invitations"))
    assert [(each.action, each.details) for each in entries] == [("invitations:withdrawn", '{"invitations": 1}')]


def test_the_administration_is_handed_over(app: AppDriver) -> None:
    owner, driver = cast.owner(app), cast.driver(app)
    organisation = cast.organisation(app, owner)
    join(owner, driver)
    visitor = signed_in(app, owner)
    visitor.opens("/organisation/members")
    path = re.search(r"/organisation/members/[0-9a-f-]{36}/hand-over", visitor.page)
    assert path is not None
    visitor.opens(path[0])
    visitor.sends(path[0])
    visitor.sees("管理已移交", "经办人")
    assert "邀请经办人" not in visitor.page
    app.settle()
    driver.sees("您现在是", "管理员")
    seated = app.read(lambda session: organisations.administrator(session, organisation.id))
    assert seated.person_id == driver.person_id


def test_a_user_sees_the_vehicles_and_may_not_change_anything(app: AppDriver) -> None:
    owner, driver, third = cast.owner(app), cast.driver(app), cast.third(app)
    car = cast.car(app, cast.organisation(app, owner))
    filing = filed(app, third, car)
    join(owner, driver)
    visitor = signed_in(app, driver)
    visitor.sees("桂A·12345", "经办人")
    visitor.opens(f"/organisation/cars/{car.id}")
    visitor.sees("欧阳*")
    assert "/unbind" not in visitor.page
    unbind = f"/organisation/cars/{car.id}/filings/{filing.id}/unbind"
    for path in (unbind, "/organisation/members/invite", "/organisation/members/withdraw"):
        visitor.opens("/organisation/members")
        assert visitor.sends(path) == 403, path
    assert app.read(lambda session: session.get(Filing, filing.id)).status is FilingStatus.ACTIVE


def test_signing_out_in_the_chat_ends_browsers_and_codes_for_good(app: AppDriver) -> None:
    owner = cast.owner(app)
    cast.organisation(app, owner)
    visitor, page = Visitor(app), Visitor(app)
    visitor.signs_in(code_for(owner))
    code = code_for(owner)
    app.write(lambda session: account_service.sign_out(session, owner_account(session, owner), now=app.now))
    assert visitor.asks("GET", "/organisation/cars") == 303

    def unlock(session: Session) -> None:
        owner_account(session, owner).locked_at = None

    app.write(unlock)
    assert visitor.asks("GET", "/organisation/cars") == 303
    assert page.signs_in(code) == 403
    assert page.signs_in(code_for(owner)) == 200


def owner_account(session: Session, owner: Citizen) -> Account:
    """Return the account of the owner as it is now."""
    return session.get_one(Account, owner.account.id)


def test_a_form_counts_only_for_the_organisation_for_which_it_was_shown(app: AppDriver) -> None:
    owner = cast.owner(app)
    first = cast.organisation(app, owner)
    other = cast.organisation(app, owner, name="桂林漓江运输有限公司", credit_code="911100007109310534")
    visitor = signed_in(app, owner)
    visitor.sends("/organisation/choose", organisation=str(first.id))
    visitor.opens("/organisation/members")
    visitor.sees(f'name="acting" value="{first.id}"')
    csrf = visitor.csrf()
    visitor.opens("/organisation/choose")
    assert visitor.sends("/organisation/choose", acting=str(first.id), organisation=str(other.id)) == 200
    for act in ("invite", "withdraw"):
        form = {"csrf": csrf, "acting": str(first.id)}
        assert visitor.asks("POST", f"/organisation/members/{act}", data=form) == 409
        visitor.sees("漓江运输", "为另一个单位打开的")
    assert app.read(lambda session: stored(session, Invitation)) == []
    visitor.opens("/organisation/members")
    assert visitor.sends("/organisation/members/invite", acting=str(other.id)) == 200


def test_a_desk_without_organisations_has_no_portal(app: AppDriver) -> None:
    owner = cast.owner(app)
    cast.organisation(app, owner)
    visitor = Visitor(app)
    visitor.signs_in(code_for(owner))
    profile.use(Profile(journeys=frozenset(Journey) - {Journey.ORGANISATIONS}))
    try:
        for path in ("/organisation", "/organisation/cars", "/organisation/members"):
            assert visitor.opens(path) == 409
            visitor.sees("本服务台不办理单位事务", 'href="/verify"')
        assert visitor.opens("/nowhere") == 404
        visitor.sees('href="/verify"')
    finally:
        profile.use(Profile())
