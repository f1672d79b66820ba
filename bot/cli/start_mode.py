"""Which desk is to start: the one on Telegram, or the local one that the operator has asked for. Neither by accident.

In the local Telegram everybody who reaches the port may act as anyone and reads every text message: it never starts
for want of a token, and never where another machine reaches it.
"""

from bot.program_name import PROGRAM
from bot.runtime import store_owner
from bot.runtime.operator_error import WrongConfiguration
from bot.runtime.store_owner import LOCAL_OWNER, StoreOwner
from bot.settings import Settings
from bot.web.hosts import is_loopback

NO_TOKEN = (
    "There is no token. For a desk on Telegram set CHEZHU_TELEGRAM_TOKEN to the token from @BotFather. For a trial on "
    f"this machine with simulated phones and demo people: make run, or {PROGRAM} run --local"
)
LOCAL_WITH_TOKEN = (
    "CHEZHU_TELEGRAM_TOKEN is set, but --local starts the local Telegram, which needs none. For the desk on Telegram "
    f"leave --local out ({PROGRAM} run); for the local one unset the token."
)
NOT_LOOPBACK = (
    "CHEZHU_HOST={host}: the local Telegram lets everybody who reaches it act as anyone, so it listens on this machine "
    "only. Set CHEZHU_HOST=127.0.0.1. From another machine: ssh -L {port}:127.0.0.1:{port} THIS-MACHINE"
)


def owner_of_start(settings: Settings, *, local: bool, new_bot: bool = False) -> StoreOwner:
    """Return whose store this start needs. Raises WrongConfiguration if it is not clear which desk is meant."""
    owner = store_owner.owner_of(settings, may_change_bot=new_bot)
    if not local:
        if owner is None:
            raise WrongConfiguration(NO_TOKEN)
        return owner
    if owner is not None:
        raise WrongConfiguration(LOCAL_WITH_TOKEN)
    if not is_loopback(settings.host):
        raise WrongConfiguration(NOT_LOOPBACK.format(host=settings.host, port=settings.port))
    return LOCAL_OWNER
