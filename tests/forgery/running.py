"""Sends a class of forged updates to the desk and checks that none was accepted."""

import json
from collections import Counter
from dataclasses import dataclass, field
from random import Random
from uuid import UUID

from storage.audit import Action
from tests.forgery import snapshots
from tests.forgery.kinds import Kind
from tests.forgery.scene import COUNT, Scene


@dataclass
class Result:
    """The result of a class. accepted: descriptions of every violation; reasons: how often each refusal was given."""

    name: str
    count: int
    accepted: list[str] = field(default_factory=list)
    reasons: Counter[str] = field(default_factory=Counter)


def run(scene: Scene, kind: Kind, count: int, seed: int) -> Result:
    """Send `count` updates of a class, and compare the database before and after."""
    random = Random(f"{kind.name}|{seed}")
    attackers = getattr(scene, kind.attackers)
    scene.end_flows(attackers)
    kind.prepare(scene)
    entry, delivery = scene.last_ids()
    before, failed = snapshots.take(scene.app.database), len(scene.failed_turns())
    for start in range(0, count, COUNT if kind.in_rounds else count):
        _send(scene, kind, random, range(start, min(count, start + COUNT) if kind.in_rounds else count))
    result = Result(kind.name, count)
    result.accepted += snapshots.changes(before, snapshots.take(scene.app.database))
    result.accepted += [f"a turn failed: {note}" for note in scene.failed_turns()[failed:]]
    result.accepted += _missing_refusals(scene, kind, entry, count, scene.account_ids(attackers), result.reasons)
    result.accepted += _forbidden_messages(scene, kind, delivery)
    scene.discard_deliveries(delivery)
    return result


def _send(scene: Scene, kind: Kind, random: Random, numbers: range) -> None:
    """Send one update for each of these numbers."""
    if numbers.start:
        scene.end_flows(getattr(scene, kind.attackers))
        kind.prepare(scene)
    scene.feed([kind.make(scene, random, at % COUNT) for at in numbers])


def _missing_refusals(
    scene: Scene, kind: Kind, entry: int, count: int, accounts: set[UUID], reasons: Counter[str]
) -> list[str]:
    """Check that the audit holds a refusal of an expected kind for each update; counts them in `reasons`."""
    found = 0
    for row in scene.refusals(entry):
        why = json.loads(row.details).get("why", []) if row.action == Action.REFUSED else []
        reasons.update(why)
        found += row.by in accounts and any(key.startswith(kind.refusals) for key in why)
    if kind.refusals and found != count:
        return [f"{count - found} of {count} refusals are not in the audit"]
    return []


def _forbidden_messages(scene: Scene, kind: Kind, delivery: int) -> list[str]:
    """Check that only attackers are sent messages, and that these contain no personal data of others."""
    outgoing = scene.outgoing(delivery)
    if kind.silent and outgoing:
        return [f"{len(outgoing)} messages where none should be"]
    ours = {f"{scene.app.bot.id}:{telegram_id}" for telegram_id in getattr(scene, kind.attackers)}
    problems = []
    for lane, content in outgoing:
        if "delete" in content and f"{scene.app.bot.id}:{content['chat']}" in ours:
            continue  # The typed number or code is deleted from the attacker's own chat.
        if lane.startswith("task:") and content.get("lane") in ours:
            continue  # A task about what the attacker has sent; its result comes back to them.
        if lane not in ours:
            problems.append(f"a message to somebody else: {content.get('notice') or content.get('key')}")
            continue
        shown = json.dumps(content, ensure_ascii=False)
        problems += [f"shown another person's data: {secret}" for secret in scene.secrets if secret in shown]
    return problems
