"""
A record as text, and the key it is kept under: the same for all stores.

Rule 1: a user id is never kept in clear. It links a place to an Amazon account, and a store is read by more
        eyes than ours: backups, consoles, a stolen disk. SHA-256 alone is enough, because Amazon's
        ids are long and random: there is no list of them to try.
Rule 2: a record is kept as JSON text, so that every store gives back the very same numbers.
Rule 3: a damaged record is one user's matter: it counts as none, the next save replaces it, and it can be deleted.
"""

import hashlib
import json

import structlog

from skill.storage.protocol import StorageError, UserRecord


_log = structlog.get_logger()


def key_of(user: str) -> str:
    """Return the key for *user*: 64 hexadecimal digits; one that Unicode cannot encode has a key as well."""
    return hashlib.sha256(user.encode("utf-8", "surrogatepass")).hexdigest()


def encode(record: UserRecord) -> str:
    """Write *record* as ASCII JSON text; raises StorageError for what JSON cannot say."""
    try:
        return json.dumps(record, allow_nan=False, separators=(",", ":"))
    except (TypeError, ValueError, RecursionError) as error:
        raise StorageError(f"the record cannot be kept as JSON: {error}") from error


def decode(text: str | bytes) -> UserRecord | None:
    """
    Read the record from *text*; a damaged one counts as none, and is logged.

    What cannot be written again is damaged too: otherwise no later change of the record could be kept.
    """
    try:
        record = json.loads(text)
        if not isinstance(record, dict):
            raise TypeError(f"a {type(record).__name__}, not an object")
        encode(record)
    except (TypeError, ValueError, RecursionError, StorageError) as error:
        # The error's text may quote the record.
        _log.warning("a damaged record counts as none; the next save replaces it", error=type(error).__name__)
        return None
    return record
