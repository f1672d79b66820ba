"""What companies do in the stories of the web side: invite, join, remove, in the chat."""

import re

from tests.stories.cast import Citizen


def invitation_of(administrator: Citizen) -> str:
    """Let an administrator make an invitation; returns its code."""
    administrator.says("/organisation")
    administrator.taps("成员")
    administrator.taps("邀请经办人")
    found = re.search(r"[2-9A-Z]{4}-[2-9A-Z]{4}-[2-9A-Z]{4}", administrator.last())
    assert found is not None, administrator.last()
    return found[0]


def join(administrator: Citizen, user: Citizen) -> None:
    """Let somebody act for the administrator's organisation."""
    user.says(f"/join {invitation_of(administrator)}")
    user.taps("接受")


def remove(administrator: Citizen, masked: str) -> None:
    """Let the administrator remove a user."""
    administrator.says("/organisation")
    administrator.taps("成员")
    administrator.taps(masked)
    administrator.taps("移出单位")
    administrator.taps("移出单位")
