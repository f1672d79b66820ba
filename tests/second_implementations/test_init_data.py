"""Launch data of the Mini App: aiogram's check of the hash against that of the product."""

import random
from urllib.parse import parse_qsl, urlencode

from aiogram.utils.web_app import check_webapp_signature

from bot.web.mini_app.init_data import InitDataRefused, check
from tests.stories.app_driver import MORNING, TOKEN
from tests.web.app_visitor import launch_data, signed

INPUTS = 3_000
# No empty values: aiogram leaves them out of what is signed.
NAMES = ["chat_instance", "chat_type", "start_param", "can_send_after", "signature", "Hash", "a", "z", "用户"]
VALUES = ["0", "1", "a+b", "a b", "ü=&?", "%41", "李", "{}", "\\/", "𝓜"]


def drawn(source: random.Random) -> str:
    """Return launch data of a random user with random further fields; two of three are changed after signing."""
    more = {source.choice(NAMES): source.choice(VALUES) for _ in range(source.randrange(5))}
    text = launch_data(source.randrange(1, 1 << 40), MORNING, **more)
    fields = dict(parse_qsl(text, keep_blank_values=True))
    change = source.randrange(3)
    if change == 1:
        name = source.choice([name for name in fields if name != "hash"])  # aiogram fails at one beyond ASCII.
        return urlencode(fields | {name: source.choice(VALUES)})
    if change == 2:
        del fields["hash"]
        return urlencode(signed(fields, source.choice([TOKEN, f"{TOKEN}x", "1:2"])))
    return text


def test_both_accept_the_same_launch_data() -> None:
    source, accepted = random.Random(0), 0
    for _ in range(INPUTS):
        text = drawn(source)
        try:
            check(text, token=TOKEN, now=MORNING)
            ours = True
        except InitDataRefused:
            ours = False
        theirs = check_webapp_signature(TOKEN, text)
        assert ours == theirs, text
        accepted += ours
    assert INPUTS // 3 < accepted < INPUTS
