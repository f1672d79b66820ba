"""What the OpenAPI document says of events: the feed, and the webhooks of subscriptions."""

from typing import Any

from bot.services.staff import published_events

SCHEMAS: dict[str, Any] = {
    "Event": {
        "type": "object",
        "required": ["id", "number", "type", "timestamp", "data"],
        "properties": {
            "id": {"type": "string", "description": "The same in every attempt and in the feed."},
            "number": {"type": "integer", "description": "Grows from event to event, with gaps."},
            "type": {"type": "string", "enum": list(published_events.TYPES)},
            "timestamp": {"type": "string", "format": "date-time"},
            "data": {
                "type": "object",
                "required": ["id"],
                "properties": {
                    "id": {"type": "string", "format": "uuid", "description": "Of what the event is about."},
                    "number": {"type": "string", "description": "Of the application, certificate, decision, order."},
                    "reason": {"type": "string", "description": "Why it ended."},
                    "how": {"type": "string", "description": "How the certificate came to be issued."},
                    "amount_fen": {"type": "integer"},
                    "decisions": {
                        "type": "array",
                        "items": {"type": "string"},
                        "description": "The numbers of the decisions that were paid.",
                    },
                },
            },
        },
    },
    "Events": {
        "type": "object",
        "required": ["events", "next", "more"],
        "properties": {
            "events": {"type": "array", "items": {"$ref": "#/components/schemas/Event"}},
            "next": {"type": "integer", "description": "The value of after for the next page."},
            "more": {"type": "boolean", "description": "The next page is not empty or not yet searched."},
        },
    },
}
_AFTER = {
    "name": "after",
    "in": "query",
    "description": "next of the page before; 0 for the first page.",
    "schema": {"type": "integer", "minimum": 0, "maximum": 10**18 - 1, "default": 0},
}
_HEADERS = ("webhook-id", "webhook-timestamp", "webhook-signature")


def feed(errors: dict[str, Any]) -> dict[str, Any]:
    """Return the operation of the feed. errors: the responses by which a request is refused."""
    content = {"application/json": {"schema": {"$ref": "#/components/schemas/Events"}}}
    return {
        "operationId": "get_events",
        "summary": "What has happened, a page at a time",
        "parameters": [_AFTER],
        "responses": {"200": {"description": "The next events.", "content": content}, **errors},
    }


def webhook() -> dict[str, Any]:
    """Return the operation that the receiver of a subscription offers."""
    content = {"application/json": {"schema": {"$ref": "#/components/schemas/Event"}}}
    return {
        "operationId": "receive_event",
        "summary": "An event of a subscription, signed as Standard Webhooks",
        "security": [],
        "parameters": [
            {"name": name, "in": "header", "required": True, "schema": {"type": "string"}} for name in _HEADERS
        ],
        "requestBody": {"required": True, "content": content},
        "responses": {"2XX": {"description": "The event is taken. Any other answer has it sent again."}},
    }
