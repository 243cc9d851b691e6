"""
A record as text, and the key it is kept under: the same for all stores.

Rule 1: a user id is never kept in clear. It links a place to an Amazon account, and a store is read by more
        eyes than ours: backups, consoles, a stolen disk. SHA-256 alone is enough, because Amazon's
        ids are long and random: there is no list of them to try.
Rule 2: a record is kept as JSON text, so that every store gives back the very same numbers.
"""

import hashlib
import json

from skill.storage.protocol import StorageError, UserRecord


def key_of(user: str) -> str:
    """Return the key for *user*: 64 hexadecimal digits; one that Unicode cannot encode has a key as well."""
    return hashlib.sha256(user.encode("utf-8", "surrogatepass")).hexdigest()


def encode(record: UserRecord) -> str:
    """Write *record* as ASCII JSON text; raises StorageError for what JSON cannot say."""
    try:
        return json.dumps(record, allow_nan=False, separators=(",", ":"))
    except (TypeError, ValueError, RecursionError) as error:
        raise StorageError(f"the record cannot be kept as JSON: {error}") from error


def decode(text: str) -> UserRecord:
    """Read the record from *text*; raises StorageError if it is damaged."""
    try:
        record = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise StorageError(f"a kept record is damaged: {error}") from error
    if not isinstance(record, dict):
        raise StorageError(f"a kept record is damaged: it is a {type(record).__name__}, not an object")
    return record
