"""Declares tasks that call a payment gateway: what becomes of a refusal, of no answer, of an answer without a key."""

import logging
from collections.abc import Awaitable, Callable
from functools import wraps
from typing import Concatenate, TypeVar

from bot.adapters.payments.gateway import (
    Gateway,
    GatewayRefused,
    GatewayUnavailable,
    KeyUnavailable,
    MerchantRefused,
)
from bot.engine import alarm_writer
from bot.engine.outbound.tasks import TaskResources, TryAgain
from bot.services.payments.missing_bills import NOT_SET_UP
from bot.stored_json import TaskResult
from bot.task_definition import Arguments, TaskDefinition
from bot.tasks.dependencies import Adapters, task
from storage.payments.payments import PaymentProvider
from storage.staff.alarms import AlarmKind

log = logging.getLogger("chezhu.payments")


class GatewayResult(TaskResult):
    """Base of the results: what was asked for, and the gateway's code if it refused, or that it did not answer."""

    refused: str | None = None
    failed: bool = False


Found = TypeVar("Found", bound=GatewayResult)


def gateway_task(
    name: str, *, retried: bool = False
) -> Callable[
    [Callable[Concatenate[TaskResources, Adapters, Arguments], Awaitable[Found]]], TaskDefinition[Arguments, Found]
]:
    """Declare a task that calls a gateway. A refusal by the gateway is a result, with what was asked for.

    retried: the sender tries again while the gateway does not answer. Without it no answer is a result too,
    because a timer asks again.
    """

    def declare(
        function: Callable[Concatenate[TaskResources, Adapters, Arguments], Awaitable[Found]],
    ) -> TaskDefinition[Arguments, Found]:
        result_type: Callable[..., Found] = function.__annotations__["return"]

        @wraps(function)
        async def call(
            resources: TaskResources, adapters: Adapters, /, *args: Arguments.args, **kwargs: Arguments.kwargs
        ) -> Found:
            try:
                return await function(resources, adapters, *args, **kwargs)
            except GatewayRefused as refusal:
                await _tell_of_merchant(resources, refusal)
                return result_type(**kwargs, refused=refusal.code)
            except GatewayUnavailable as silence:
                await _tell_of_key(resources, silence)
                if retried:
                    raise TryAgain from silence
                return result_type(**kwargs, failed=True)

        return task(name)(call)

    return declare


def find_gateway(adapters: Adapters, provider: PaymentProvider) -> Gateway:
    """Return the gateway of a provider. Raises GatewayRefused where none is configured."""
    found = adapters.gateways.get(provider)
    if found is None:
        raise GatewayRefused(NOT_SET_UP)
    return found


async def _tell_of_merchant(resources: TaskResources, problem: GatewayRefused) -> None:
    """Log and raise an alarm if a provider accepts no call of ours, such as for a wrong key."""
    if isinstance(problem, MerchantRefused):
        log.error("a payment provider does not accept the merchant", extra={"code": problem.code})
        await alarm_writer.raise_alarm(resources.database, AlarmKind.GATEWAY_KEY, problem.code, now=resources.clock())


async def _tell_of_key(resources: TaskResources, problem: GatewayUnavailable) -> None:
    """Log and raise an alarm if an answer came that cannot be verified for want of the provider's key."""
    if isinstance(problem, KeyUnavailable):
        log.error("no key verifies the answers of a payment provider", extra={"code": problem.code})
        now = resources.clock()
        await alarm_writer.raise_alarm(resources.database, AlarmKind.GATEWAY_KEY, problem.code, now=now)
