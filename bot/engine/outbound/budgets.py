"""How many deliveries may be in progress: answers, notifications and tasks have budgets of their own."""

from collections import Counter
from collections.abc import Callable, Collection
from enum import Enum

from storage.engine.outbox import Channel
from storage.engine.outbox_queue import QueuedDelivery

# Together. Answers leave a sixth of them to notifications, and notifications half of them to answers.
MAX_MESSAGES = 96
MAX_ANSWERS = 80
MAX_NOTIFICATIONS = 48
# Tasks take long: messages never wait for them. Those of one kind leave half of the places to others: if a gateway
# hangs, photos are read all the same.
MAX_TASKS = 32
MAX_TASKS_OF_A_KIND = 16


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


def kinds_beside(lanes: Collection[str]) -> Callable[[str], bool]:
    """Return a function that takes the lane of one more delivery beside these, and says whether it may begin.

    A task may not if too many of its kind have begun. It counts from then on.
    """
    begun = Counter(filter(None, map(_kind_of, lanes)))

    def fits(lane: str) -> bool:
        kind = _kind_of(lane)
        if begun[kind] >= MAX_TASKS_OF_A_KIND:
            return False
        begun.update([kind] if kind else [])
        return True

    return fits


def _kind_of(lane: str) -> str:
    """Return the name of the task whose lane this is, "" for any other lane."""
    is_task, _, name = lane.partition(":")
    return name.partition(":")[0] if is_task == "task" else ""
