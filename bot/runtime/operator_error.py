"""Errors that an operator can fix. The command line prints the message and exits with code 2, without a traceback."""


class OperatorError(Exception):
    """The message says what is wrong and what to do."""

    exit_code = 2
