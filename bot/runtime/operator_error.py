"""Errors that an operator can fix. The command line prints the message and exits with its code, without a traceback."""

# The exit code of an import whose right rows were imported, while others are wrong.
PARTIAL_IMPORT = 3


class OperatorError(Exception):
    """The message says what is wrong and what to do."""

    exit_code = 2


class WrongConfiguration(OperatorError):
    """Settings, a file they name or the store are wrong: another start finds the same. EX_CONFIG of sysexits.h."""

    exit_code = 78


def not_written(path: object, problem: OSError) -> OperatorError:
    """Return the error of a command whose file cannot be written."""
    return OperatorError(
        f"{path} cannot be written: {problem.strerror}. Name another file, in a folder that exists, has space and lets "
        "this user write."
    )
