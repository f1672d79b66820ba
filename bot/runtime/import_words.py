"""What an import says to people, in a language: problems of a file, and faults of its rows."""

from bot.runtime.operator_error import OperatorError
from bot.services.importing.rows import RowFault
from bot.texts import Texts, texts

TERMINAL = "en"


class ImportProblem(OperatorError):
    """A file that cannot be imported: a text and its values. The message is in English. `wrong`: so many rows are."""

    wrong = 0

    def __init__(self, reason: str, /, **values: object) -> None:
        self.reason = reason
        self.values = values
        super().__init__(self.in_words(texts(TERMINAL)))

    def in_words(self, texts: Texts) -> str:
        """Say what is wrong."""
        return texts.plain(f"import-error-{self.reason}", **self.values)


def fault(found: RowFault, texts: Texts) -> str:
    """Say what is wrong with a row: the column, if it is one, and the reason."""
    reason = reason_of(found, texts)
    return texts.plain("import-fault-in-column", column=found.column, reason=reason) if found.column else reason


def reason_of(found: RowFault, texts: Texts) -> str:
    """Say why a row is wrong."""
    return texts.plain(f"import-fault-{found.reason}", **found.values)


def line_of(line: int, found: RowFault, texts: Texts) -> str:
    """Say what is wrong with a row, with its line."""
    key = "import-fault-in-line-and-column" if found.column else "import-fault-in-line"
    return texts.plain(key, line=str(line), column=found.column, reason=reason_of(found, texts))
