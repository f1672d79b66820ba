"""Definitions of tasks: what orders a task, what runs it and what handles its result refer to the same object.

Arguments and results are stored as JSON in between. Both are typed by the function of the task, so that
mypy checks the callers, and pydantic what is read back from the store.
"""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from inspect import signature
from typing import Any, Concatenate, Generic, ParamSpec, TypeVar, get_type_hints
from uuid import UUID

from pydantic import BaseModel, ConfigDict, TypeAdapter, ValidationError, create_model
from sqlmodel import Session

from bot.stored_json import invalid_fields, to_json
from storage.engine import outbox

Arguments = ParamSpec("Arguments")
Result = TypeVar("Result")
Json = dict[str, Any]


class UnfitArguments(TypeError):
    """Stored arguments are not those of the task, as of an order that a newer version has made."""


@dataclass(frozen=True, slots=True)
class TaskOrder:
    """A task with its arguments in their stored form."""

    task: str
    arguments: Json


class ResultDefinition(Generic[Result]):
    """An event that brings a result: its stored name, and the type of the result."""

    def __init__(self, name: str, result_type: Any) -> None:
        self.name = name
        self._adapter: TypeAdapter[Result] = TypeAdapter(result_type)

    def from_json(self, stored: Json) -> Result:
        """Return a stored result in its type. Raises LookupError for one that does not fit."""
        try:
            return self._adapter.validate_python(stored)
        except ValidationError as problem:
            raise LookupError(f"the result of {self.name} does not fit: {invalid_fields(problem)}") from None


class TaskDefinition(Generic[Arguments, Result]):
    """A task: its stored name, which must never change, and the function that carries it out."""

    def __init__(self, name: str, function: Callable[Concatenate[Any, Any, Arguments], Awaitable[Result]]) -> None:
        self.name = name
        self.function = function

    def order(self, *args: Arguments.args, **kwargs: Arguments.kwargs) -> TaskOrder:
        """Return an order of this task with these arguments, all of them by name."""
        assert not args
        return TaskOrder(self.name, to_json(kwargs))

    def bind(self, adapters: Any) -> Callable[..., Awaitable[Json]]:
        """Return the task as the sender runs it: a function of resources and of stored arguments."""

        async def run(resources: Any, **arguments: Any) -> Json:
            try:
                typed: Any = dict(self._arguments.model_validate(arguments))
            except ValidationError as problem:
                raise UnfitArguments(f"the arguments of {self.name} do not fit: {invalid_fields(problem)}") from None
            function: Callable[..., Awaitable[Result]] = self.function
            result: Json = to_json(await function(resources, adapters, **typed))
            return result

        return run

    @cached_property
    def result(self) -> ResultDefinition[Result]:
        """The result that this task brings."""
        return ResultDefinition(self.name, get_type_hints(self.function)["return"])

    @cached_property
    def _arguments(self) -> type[BaseModel]:
        """A model of the function's keyword arguments."""
        hints, parameters = get_type_hints(self.function), signature(self.function).parameters.values()
        fields: Any = {
            each.name: (hints[each.name], ... if each.default is each.empty else each.default)
            for each in parameters
            if each.kind is each.KEYWORD_ONLY
        }
        return create_model(self.name, __config__=ConfigDict(extra="forbid"), **fields)


def put_order(session: Session, order: TaskOrder, *, lane: str, queue: str, at: datetime) -> UUID:
    """Put a task into the outbox and return its reference. Its result comes back as an event of the lane.

    Tasks of one name and queue are carried out one after the other.
    """
    content = {"task": order.task, "arguments": order.arguments, "lane": lane}
    return outbox.put(session, outbox.Channel.TASK, task_lane(order.task, queue), content, at=at)


def task_lane(task: str, queue: str) -> str:
    """Return the lane of the outbox in which the tasks of this name and queue wait."""
    return f"task:{task}:{queue}"
