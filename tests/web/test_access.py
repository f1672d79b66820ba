"""Who asks from this machine itself, and whose word on the client's address is taken."""

from typing import Any

import pytest

from bot.settings import InvalidSettings, load
from bot.web.access import access_refusal, is_from_this_machine
from bot.web.route_policies import Access


def scope(**other: Any) -> dict[str, Any]:
    """Return a request of this machine for itself; `other`: what is different."""
    headers = [(b"host", b"127.0.0.1:8080")]
    return {"type": "http", "client": ("127.0.0.1", 1), "http_version": "1.1", "headers": headers} | other


def test_a_request_that_nginx_forwards_without_a_header_is_not_this_machines() -> None:
    assert is_from_this_machine(scope())
    assert not is_from_this_machine(scope(http_version="1.0"))
    assert not is_from_this_machine(scope(headers=[(b"host", b"desk.example")]))
    assert not is_from_this_machine(scope(client=("192.0.2.1", 1)))
    assert not is_from_this_machine(scope(client=None))


@pytest.mark.parametrize(
    ("public_url", "status"),
    [("", None), ("http://127.0.0.1:8080", None), ("http://[::1]:8080", None)]
    + [("https://desk.example", 403), ("https://203.0.113.7", 403)],
)
def test_metrics_need_a_token_where_people_reach_the_desk_through_a_proxy(public_url: str, status: int | None) -> None:
    refused = access_refusal(Access.OPERATOR, load(_env_file=None, public_url=public_url), scope())
    assert (refused and refused[0]) == status
    with_token = load(_env_file=None, public_url=public_url, metrics_token="a-token")
    headers = [(b"host", b"desk.example"), (b"authorization", b"Bearer a-token")]
    assert access_refusal(Access.OPERATOR, with_token, scope(headers=headers)) is None


@pytest.mark.parametrize("setting", [{"trusted_proxies": "10.0.0.1"}, {"allowed_hosts": "desk.internal"}])
def test_metrics_need_a_token_where_a_setting_names_a_proxy(setting: dict[str, str]) -> None:
    assert access_refusal(Access.OPERATOR, load(_env_file=None, **setting), scope()) == (403, {})


@pytest.mark.parametrize("name", ["X-Request-Id", "Traceparent", "CDN-Loop", "X-Amzn-Trace-Id", "X-Envoy-Peer", "Via"])
def test_metrics_need_a_token_behind_a_proxy_that_adds_any_header(name: str) -> None:
    settings, known = load(_env_file=None), [(b"host", b"127.0.0.1"), (b"user-agent", b"Prometheus/3.0")]
    assert access_refusal(Access.OPERATOR, settings, scope(headers=known)) is None
    forwarded = [*known, (name.lower().encode(), b"1")]
    assert access_refusal(Access.OPERATOR, settings, scope(headers=forwarded)) == (403, {})


@pytest.mark.parametrize("proxies", ["", "10.0.0.1", "10.0.0.0/8, 172.16.0.0/12,fd00::1", "2001:db8::/32"])
def test_trusted_proxies_are_addresses_and_networks(proxies: str) -> None:
    assert load(_env_file=None, trusted_proxies=proxies).trusted_proxies == proxies


@pytest.mark.parametrize("proxies", ["*", "proxy.example", "10.0.0.1/8", "10.0.0.1;10.0.0.2", "10.0.0.0/33"])
def test_other_trusted_proxies_are_refused(proxies: str) -> None:
    with pytest.raises(InvalidSettings, match="CHEZHU_TRUSTED_PROXIES: addresses and networks"):
        load(_env_file=None, trusted_proxies=proxies)
