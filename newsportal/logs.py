"""What no log may hold: the tokens of secret addresses."""

import logging
import re

SECRET_ADDRESS = re.compile(
    r"((?:feeds|shared|unsubscribe)(?:/|%2F))[A-Za-z0-9_-]{43}"
    # What mail about an account leads to: the key that verifies an address, and the one that sets a password.
    r"|((?:confirm-email|reset(?:/|%2F)key)(?:/|%2F))(?:(?!%2F)[^/?\s])+",
    re.IGNORECASE,
)


def without_tokens(text):
    """``text`` with "…" in place of tokens; what is no text passes as it is."""
    return SECRET_ADDRESS.sub(r"\1\2…", text) if isinstance(text, str) else text


class HideTokens(logging.Filter):
    """Takes tokens out of a record for all handlers that come after it."""

    def filter(self, record: logging.LogRecord) -> bool:
        record.msg = without_tokens(record.msg)
        if isinstance(record.args, tuple):
            record.args = tuple(map(without_tokens, record.args))
        return True
