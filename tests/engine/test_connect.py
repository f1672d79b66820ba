"""What the start says about a Bot API that does not answer as one."""

from typing import Any

import pytest
from telegram.error import InvalidToken

from bot.runtime.operator_error import OperatorError
from bot.runtime.telegram import connect
from bot.settings import load


class Api:
    """A client whose start fails in a certain way."""

    def __init__(self, problem: Exception) -> None:
        self.problem = problem

    async def initialize(self) -> None:
        raise self.problem


@pytest.mark.parametrize(
    ("problem", "words"),
    [
        (InvalidToken(), "rejects this token.* @BotFather"),
        (TypeError("User.__init__() missing a required argument: 'is_bot'"), "answers with no bot"),
        (KeyError("id"), "answers with no bot"),
    ],
)
async def test_a_server_that_is_no_bot_api_is_named(problem: Exception, words: str) -> None:
    api: Any = Api(problem)
    settings = load()

    with pytest.raises(OperatorError, match=words):
        await connect(api, settings, say=lambda line: None)
