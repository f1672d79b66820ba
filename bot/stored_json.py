"""Typed forms of what is stored as JSON: drafts of flows, and arguments and results of tasks.

Field names are stored, so they must never change. Ids are stored as hex, enums by value, dates in ISO 8601.
"""

from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from datetime import date
from enum import Enum
from typing import Any
from uuid import UUID

from pydantic import BaseModel, ConfigDict, ValidationError


class Draft(BaseModel):
    """Base class of what a person has entered in one flow. None means not entered yet, and is not stored."""

    model_config = ConfigDict(extra="ignore", validate_assignment=True)


class TaskResult(BaseModel):
    """Base class of what a task returns. Only the fields that the task has set are stored."""

    model_config = ConfigDict(extra="ignore", frozen=True, populate_by_name=True)


def to_json(value: Any) -> Any:
    """Return a value of a draft, an argument or a result as JSON values."""
    if isinstance(value, BaseModel):
        return _model_to_json(value)
    if is_dataclass(value) and not isinstance(value, type):
        return {field.name: to_json(getattr(value, field.name)) for field in fields(value)}
    if isinstance(value, UUID):
        return value.hex
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Mapping):
        return {to_json(key): to_json(field) for key, field in value.items()}
    if isinstance(value, list | tuple):
        return [to_json(item) for item in value]
    return value


def other_fields(stored: dict[str, Any], draft: Draft) -> dict[str, Any]:
    """Return the stored fields that the model of a draft does not have, as a newer version may have written."""
    own = {field.alias or name for name, field in type(draft).model_fields.items()}
    return {name: value for name, value in stored.items() if name not in own}


def invalid_fields(problem: ValidationError) -> list[str]:
    """Return the fields that do not fit, without their values: these may be personal data."""
    return sorted({".".join(map(str, fault["loc"])) for fault in problem.errors(include_input=False)})


def _model_to_json(model: BaseModel) -> dict[str, Any]:
    """Return the stored form of a model: keys are aliases where a field has one; a task result has only set fields."""
    if isinstance(model, Draft):
        values = {name: value for name, value in model if value is not None}
    else:
        values = {name: value for name, value in model if name in model.model_fields_set}
    declared = type(model).model_fields
    return {declared[name].alias or name: to_json(value) for name, value in values.items()}
