"""How many deliveries may be in progress: answers, notifications and tasks have budgets of their own."""

from collections.abc import Collection
from enum import Enum

from storage.engine.outbox import Channel
from storage.engine.outbox_queue import QueuedDelivery

# Together. Answers leave a sixth of them to notifications, and notifications half of them to answers.
MAX_MESSAGES = 96
MAX_ANSWERS = 80
MAX_NOTIFICATIONS = 48
# Tasks take long: messages never wait for them.
MAX_TASKS = 32


class DeliveryClass(Enum):
    """What a delivery competes with."""

    ANSWER = "answer"
    NOTIFICATION = "notification"
    TASK = "task"


def class_of(delivery: QueuedDelivery) -> DeliveryClass:
    """Return the class of a delivery. A notification that an answer waits for counts as an answer."""
    if delivery.channel is Channel.TASK:
        return DeliveryClass.TASK
    return DeliveryClass.ANSWER if delivery.is_urgent else DeliveryClass.NOTIFICATION


def channels_of(which: DeliveryClass, channels: Collection[Channel]) -> set[Channel]:
    """Return those of the channels that carry deliveries of a class."""
    return {channel for channel in channels if (channel is Channel.TASK) is (which is DeliveryClass.TASK)}


def room(in_progress: Collection[DeliveryClass], which: DeliveryClass) -> int:
    """Return how many more deliveries of a class may begin beside those in progress."""
    count = {each: sum(one is each for one in in_progress) for each in DeliveryClass}
    if which is DeliveryClass.TASK:
        return MAX_TASKS - count[DeliveryClass.TASK]
    own = MAX_ANSWERS if which is DeliveryClass.ANSWER else MAX_NOTIFICATIONS
    messages = count[DeliveryClass.ANSWER] + count[DeliveryClass.NOTIFICATION]
    return min(own - count[which], MAX_MESSAGES - messages)
