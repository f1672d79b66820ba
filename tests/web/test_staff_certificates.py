"""Certificates on the staff's page: issued, revoked, revoked by two; paper copies printed and handed out."""

from datetime import date

import pytest

from storage.audit import Action, AuditEntry
from storage.certificates.certificates import IssueWay
from storage.certificates.paper_copies import PaperCopy, PaperStatus
from storage.certificates.revocation_proposals import RevocationProposal
from storage.staff.members import StaffRole
from tests.stories import cast
from tests.stories.app_driver import AppDriver, stored
from tests.stories.certificate_steps import car, certificate, show_live
from tests.stories.test_paper_copies import ask, ask_by_post, newest
from tests.web.staff_browser import colleague, signed_in
from tests.web.visitor import Visitor

HERE = "/staff/certificates"
PLATE = "桂A12345"


def browser(app: AppDriver, name: str, role: StaffRole) -> Visitor:
    """Return a browser of another member of staff."""
    return signed_in(app, colleague(app, name, role))


def station(app: AppDriver) -> Visitor:
    """Return a browser of a station."""
    return browser(app, "检验站小吴", StaffRole.STATION)


def count(app: AppDriver, action: Action) -> int:
    """Return how often the audit has recorded this."""
    return [each.action for each in app.read(lambda session: stored(session, AuditEntry))].count(action)


def test_a_station_issues_a_certificate_once(app: AppDriver) -> None:
    owner = cast.owner(app)
    vehicle = car(app, owner, inspection_valid_until="2026-10", first_registered_on=date(2020, 10, 1))
    page = station(app)
    page.opens(HERE)
    for wrong in ("桂A99999", "", "桂A12345 2027-11"):
        assert page.sends(f"{HERE}/check", plate=wrong) == 409
        page.sees("返回", HERE)
        page.opens(HERE)
    assert page.sends(f"{HERE}/check", plate="桂A 12345", type="02") == 200
    page.sees("签发前核对", "非营运", "有效期至 2028年10月", f"{HERE}/{vehicle.id}/issue")
    assert PLATE not in str(page.answer.url)
    assert certificate(app, vehicle) is None
    assert page.sends(f"{HERE}/{vehicle.id}/issue", choice="209912") == 409
    page.opens(HERE)
    assert page.sends(f"{HERE}/{vehicle.id}/issue", choice="202810") == 200
    page.sees("已签发", "2028年10月")
    assert certificate(app, vehicle).how is IssueWay.STATION
    app.settle()
    owner.sees("检验合格")
    page.opens(HERE)
    assert page.sends(f"{HERE}/{vehicle.id}/issue", choice="202810") == 409, "sent twice"
    page.opens(HERE)
    assert page.sends(f"{HERE}/revoke", plate=PLATE, words="") == 409
    page.opens(HERE)
    assert page.sends(f"{HERE}/revoke", plate=PLATE, words="打错了\r\n有效期") == 200, "two lines"
    page.sees("已撤销")
    app.settle()
    owner.sees("打错了 有效期")


def test_another_admin_confirms_a_revocation(app: AppDriver) -> None:
    owner = cast.owner(app)
    vehicle = car(app, owner)
    show_live(owner)
    assert (page := station(app)).opens(HERE) == 200
    assert page.sends(f"{HERE}/revoke", plate=PLATE, words="检验造假") == 409, "not issued by the station"
    first, second = (browser(app, name, StaffRole.ADMIN) for name in ("管理员小吴", "管理员老孙"))
    first.opens(HERE)
    assert first.sends(f"{HERE}/revoke", plate=PLATE, words="检验造假") == 200
    first.sees("须由另一位管理员确认")
    first.opens(HERE)
    assert first.sends(f"{HERE}/revoke", plate=PLATE, words="检验造假") == 409, "sent twice"
    first.sees("已经有人提出撤销")
    (row,) = app.read(lambda session: stored(session, RevocationProposal))
    here = f"/staff/revocations/{row.id}"
    first.opens(here)
    assert first.sends(f"{here}/confirm") == 409, "the first is not the second"
    second.opens("/staff/inbox")
    second.sees(here)
    second.opens(here)
    second.sees("检验造假", "确认撤销")
    assert second.sends(f"{here}/confirm") == 200
    second.sees("已撤销")
    assert f"{here}/confirm" not in second.page
    assert certificate(app, vehicle) is None
    second.opens(HERE)
    assert second.sends(f"{here}/refuse") == 409, "decided"
    assert second.opens(here) == 409
    second.sees("/staff/inbox")


def test_a_proposer_withdraws_a_revocation(app: AppDriver) -> None:
    owner = cast.owner(app)
    vehicle = car(app, owner)
    show_live(owner)
    page = browser(app, "管理员小吴", StaffRole.ADMIN)
    page.opens(HERE)
    page.sends(f"{HERE}/revoke", plate=PLATE, words="检验造假")
    (row,) = app.read(lambda session: stored(session, RevocationProposal))
    page.opens(f"/staff/revocations/{row.id}")
    assert page.sends(f"/staff/revocations/{row.id}/refuse") == 200
    assert certificate(app, vehicle) is not None
    assert count(app, Action.REVOCATION_REFUSED) == 1


def test_a_copy_is_printed_and_posted_with_its_number(app: AppDriver) -> None:
    owner = cast.owner(app)
    car(app, owner)
    ask_by_post(owner)
    here, page = f"/staff/papers/{newest(app).id}", station(app)
    page.opens(HERE)
    page.sees(here, "桂A·12345")
    page.opens(here)
    page.sees("民族大道100号", "已打印")
    assert count(app, Action.PAPER_OPENED) == 1
    for wrong in ("posted", "done", "paper", ""):
        assert page.sends(f"{here}/next", choice=wrong, words="SF1234567890") == 409
        page.opens(here)
    assert page.sends(f"{here}/next", choice="printed") == 200
    page.sees("运单号")
    assert page.sends(f"{here}/next", choice="posted", words="?") == 409
    page.opens(here)
    assert page.sends(f"{here}/next", choice="posted", words="SF1234567890") == 200
    page.sees("SF1234567890")
    app.settle()
    assert owner.has_seen("SF1234567890")
    assert page.sends(f"{here}/void") == 409, "it is in order"
    page.opens(here)
    assert page.sends(f"{here}/next", choice="done") == 200
    assert newest(app).status is PaperStatus.DONE
    page.opens(HERE)
    assert page.sends(f"{here}/next", choice="done") == 409, "sent twice"


def test_a_copy_is_handed_out_at_the_counter(app: AppDriver) -> None:
    owner = cast.owner(app)
    car(app, owner)
    ask(owner)
    owner.taps("自取")
    owner.taps("提交")
    here, page = f"/staff/papers/{newest(app).id}", station(app)
    page.opens(here)
    for status in ("printed", "ready", "done"):
        assert page.sends(f"{here}/next", choice=status) == 200
    assert newest(app).status is PaperStatus.DONE


@pytest.mark.parametrize("act", ["next", "void"])
def test_nobody_hands_a_copy_out_to_themselves(app: AppDriver, act: str) -> None:
    owner = cast.owner(app)
    car(app, owner)
    ask_by_post(owner)
    cast.employ(app, owner, StaffRole.STATION)
    page = signed_in(app, owner)
    here = f"/staff/papers/{newest(app).id}"
    page.opens(HERE)
    assert here not in page.page
    assert page.sends(f"{here}/{act}", choice="printed") == 409
    assert page.opens(here) == 409
    (copy,) = app.read(lambda session: stored(session, PaperCopy))
    assert copy.status is PaperStatus.REQUESTED
