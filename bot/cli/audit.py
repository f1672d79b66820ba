"""`audit`: verifies the audit and exports it; checks an export on any machine."""

import hashlib
import json
import re
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from bot import local_time
from bot.cli import days
from bot.cli.export_csv import private_file
from bot.runtime.operator_error import OperatorError
from bot.settings import load

if TYPE_CHECKING:
    from bot.adapters.certificates.audit_documents import SignedExport, SignedHead
    from storage.audit_verification import AuditFault, KnownHead

app = typer.Typer(help="Verify the audit, export it, check an export.", no_args_is_help=True)
DAY = ["%Y-%m-%d"]
FAULTS = {
    "key_missing": "the key of the chain is missing or was changed, from link {number} on",
    "link_missing": "link {number} is missing: entries were removed",
    "entry_missing": "the entry of link {number} was removed",
    "changed": "link {number} or its entry was changed",
    "tail_missing": "the end is missing, from link {number} on: entries were removed",
    "inserted": "entry {number} was not written by the desk: it was inserted or changed",
    "other_head": "link {number} is not the one that was given outside: the chain was exchanged",
}
ADVICE = "Keep this store as it is, and compare it with your backups and the heads kept outside: the first that differs"
ADVICE += " shows since when."
# The last character carries nothing, and is easily lost when the text is copied. The second form is that of 0.1.0.
HASH = re.compile(r"(?P<hash>[\w-]{43})=?|[0-9a-f]{64}", re.ASCII)
UNSEALED = "If a desk has run on this store before, somebody has removed the seals."


@app.command()
def verify(
    head: Annotated[list[str] | None, typer.Option(help="NUMBER:HASH or a file saved from /keys. Repeatable.")] = None,
) -> None:
    """Verify every entry, also against heads that were kept outside. Exit code 1 if anything is wrong."""
    from bot.runtime.database import open_database
    from storage import audit_chain, audit_verification

    with open_database(load()) as database, database.reading() as session:
        fault = audit_verification.first_fault(session, [_known(each) for each in head or ()])
        links, unsealed = audit_chain.chain_length(session), audit_chain.unsealed_count(session)
    typer.echo(_sentence(fault, links, unsealed))
    raise typer.Exit(0 if fault is None else 1)


@app.command()
def export(
    file: Annotated[Path, typer.Argument(help="The CSV to write; its signature goes beside it, as FILE.sig.")],
    since: Annotated[datetime | None, typer.Option(formats=DAY, help="First day.")] = None,
    until: Annotated[datetime | None, typer.Option(formats=DAY, help="Last day. Default: that of --since.")] = None,
    person: Annotated[str, typer.Option(help="By or about them: a Telegram ID, or an id of the audit.")] = "",
    kind: Annotated[str, typer.Option(help="One kind of thing, such as review.")] = "",
) -> None:
    """Write entries as CSV, and sign them. Recorded in the audit."""
    from bot.runtime.database import open_database
    from bot.services.certificates import audit_exports
    from storage.audit_export import AuditSelection

    _require_kind(kind)
    days.require_period(since, until)
    with open_database(load()) as database, database.transaction() as session:
        try:
            about = audit_exports.ids_of(session, person) if person else None
        except ValueError:
            raise OperatorError(f"{person} is neither a Telegram ID nor an id of the audit.") from None
        which = AuditSelection(_begin(since), _begin(until or since, timedelta(days=1)), kind, about)
        with private_file(file) as csv:
            entries = audit_exports.write(session, csv, which)
        signature = audit_exports.sign(session, file.read_bytes(), which, entries=entries, now=datetime.now(UTC))
        with private_file(_signature_of(file)) as signed:
            signed.write(signature)
    typer.echo(f"{file}: {entries} entries, signature in {_signature_of(file).name}")


@app.command()
def check(
    file: Annotated[Path, typer.Argument(help="An exported CSV, with FILE.sig beside it.")],
    keys: Annotated[Path, typer.Option(help="The document saved from /keys.")],
) -> None:
    """Check that the desk has signed this export and nobody changed it. Needs no database."""
    from bot.adapters.certificates import audit_documents, keys as certificate_keys
    from bot.adapters.certificates.keys import KeyFileError
    from bot.adapters.certificates.signed_json import SignedJsonError

    try:
        trusted = certificate_keys.read_public(keys.read_text(encoding="utf-8"))
        signed = audit_documents.read_export(_signature_of(file).read_text(encoding="utf-8"), trusted)
        content = file.read_bytes()
    except (KeyFileError, SignedJsonError, OSError, UnicodeDecodeError) as problem:
        raise OperatorError(f"Cannot check {file}: {problem}.") from None
    if hashlib.sha256(content).hexdigest() != signed.sha256:
        raise OperatorError(f"{file} is not the file that was signed.")
    which = " ".join(f"{name}={value}" for name, value in signed.selected.items()) or "everything"
    typer.echo(f"{file}: {signed.entries} entries ({which}), signed on {signed.at:%Y-%m-%d}; {_head(signed)}")


def _head(signed: "SignedExport") -> str:
    return f"the chain ended at {signed.position}:{signed.hash}"


def _known(text: str) -> "KnownHead":
    """Return a head given as NUMBER:HASH, or as the path of a document with the signed head in `audit`."""
    from storage.audit_verification import KnownHead

    number, _, digest = text.replace(",", "").partition(":")
    if number.isdecimal() and digest:
        return KnownHead(int(number), _hash(text, digest))
    signed = _read_head(Path(text))
    return KnownHead(signed.position, signed.hash)


def _hash(head: str, digest: str) -> str:
    """Return the hash of a head as the store has it. Raises OperatorError for half of one, which proves nothing."""
    found = HASH.fullmatch(digest.strip())
    if found is None:
        raise OperatorError(f"{head} is no head: its hash is incomplete or mistyped. Copy the whole NUMBER:HASH.")
    return f"{found['hash']}=" if found["hash"] else found[0]


def _read_head(path: Path) -> "SignedHead":
    from bot.adapters.certificates import audit_documents, keys as certificate_keys

    try:
        text = path.read_text(encoding="utf-8")
        return audit_documents.read_head(json.dumps(json.loads(text)["audit"]), certificate_keys.read_public(text))
    except (OSError, ValueError, KeyError, TypeError):
        raise OperatorError(f"{path} is neither NUMBER:HASH nor a document of /keys with a head.") from None


def _sentence(fault: "AuditFault | None", links: int, unsealed: int) -> str:
    if fault is not None:
        what = FAULTS[fault.kind.value].format(number=fault.number)
        return f"The audit of {links} links was changed: {what}.\n{ADVICE}"
    if unsealed and not links:
        return f"Entries without a seal: {unsealed}, and none has one. {UNSEALED}"
    rest = f" Entries without a seal yet: {unsealed}; a running desk seals them within seconds." if unsealed else ""
    return f"The audit is whole: {links} links, none changed.{rest}"


def _require_kind(kind: str) -> None:
    """Check that entries have this kind of thing. Raises OperatorError."""
    from storage.audit import Action

    kinds = sorted({action.value.partition(":")[0] for action in Action})
    if kind and kind not in kinds:
        raise OperatorError(f"No entry is of the kind {kind}. Kinds: {', '.join(kinds)}.")


def _begin(day: datetime | None, later: timedelta = timedelta(0)) -> datetime | None:
    """Return when a day of the desk begins, or the day after."""
    return local_time.at((day + later).date()) if day is not None else None


def _signature_of(file: Path) -> Path:
    return file.with_name(f"{file.name}.sig")
