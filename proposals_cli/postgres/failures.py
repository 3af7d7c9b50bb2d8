"""What a server or libpq says, in plain words."""

import os
import re
from typing import TYPE_CHECKING

from proposals_cli.errors import ConflictError, PropError, StoreError
from proposals_cli.postgres.address import Address

if TYPE_CHECKING:
    import psycopg2

_UNREACHABLE: tuple[tuple[str, str, str], ...] = (
    (
        r"could not translate host name|Name or service not known",
        "The host of {0} is not known.",
        "Check its name, and that this computer is on the network.",
    ),
    (
        r"definition of service",
        "There is no such service: {0}.",
        "Describe it in ~/.pg_service.conf, or in the file that PGSERVICEFILE names.",
    ),
    (
        r"database \"[^\"]*\" does not exist",
        "The server has no such database: {0}.",
        "Create it there (`createdb NAME`), then run `prop init {0}`.",
    ),
    (
        r"no password supplied|authentication failed|role \"[^\"]*\" does not exist",
        "The server does not let this user in: {0}.",
        "Check the user, and the password in ~/.pgpass, in the service file or in PGPASSWORD.",
    ),
    (
        r"pg_hba\.conf",
        "The server does not accept this user from this computer: {0}.",
        "Ask those who run it for an entry in its pg_hba.conf.",
    ),
    (
        r"session is read-only|hot standby mode|in recovery",
        "None of the hosts can be written to: {0}.",
        "They are replicas, or read-only. Name the primary, or all hosts, joined by commas.",
    ),
    (
        r"certificate|SSL",
        "The connection to {0} is not safe: its certificate could not be verified.",
        (
            "Add ?sslrootcert=FILE with the certificate of its authority. On a network that you"
            " trust, ?sslmode=require encrypts without verifying."
        ),
    ),
    (
        r"timeout expired|timed out",
        "{0} did not answer in time.",
        "Check the network, or allow more seconds with ?connect_timeout=30.",
    ),
    (
        r"Connection refused|No such file or directory|No route|unreachable",
        "No server answers at {0}.",
        "Check that it runs, and its host and port.",
    ),
)
"""What libpq says if there is no connection, the message for {0}, an address, and the hint."""

_SAID_NOTHING = "The server gave no reason."


def unreachable(error: "psycopg2.Error", address: Address) -> StoreError:
    """Return the error for a connection that could not be opened."""
    text = str(error)
    for pattern, message, hint in _UNREACHABLE:
        if re.search(pattern, text):
            return StoreError(message.format(address.text), hint.format(address.text))
    return StoreError(f"No connection to {address.text}.", said(error))


def failed(error: "psycopg2.Error", address: Address) -> PropError:
    """Return the error for a statement that failed."""
    match error.pgcode or "":
        case "42P01" | "3F000" | "42703" | "22012":  # table, schema or column; see CHECK
            return StoreError(
                f"There is no base at {address.text}, or you may not read it.",
                f"Create one: prop init {address.text}; or ask those who run the server.",
            )
        case "42501":
            return StoreError(
                f"This base may be read by you, not changed: {address.text}.",
                "Ask those who run the server to make you an editor.",
            )
        case "25006":
            return StoreError(
                f"The server that answered cannot be written to: {address.text}.",
                "It is a replica, or read-only. Name the primary, or all hosts, joined by commas.",
            )
        case "57014":
            return StoreError(
                f"{address.text} took too long to answer, and was stopped.",
                "Ask for less, or run `prop index` to see whether it needs attention.",
            )
        case "23505":
            return ConflictError(
                "Somebody else added a record with the same id.",
                "Nothing was written. Run the command again.",
            )
        case "55P03" | "40001" | "40P01":
            return ConflictError(
                "Somebody else was changing the same records.",
                "Nothing was written. Run the command again.",
            )
        case "22P05":
            return StoreError(
                f"The database of {address.text} is not in UTF-8.",
                "Make another: createdb --encoding UTF8 --template template0 NAME",
            )
        case "53100":
            return StoreError(f"The disk of {address.text} is full.", "Nothing was written.")
        case "53300":
            return StoreError(f"{address.text} has too many connections.", "Try again later.")
        case code if code[:2] in ("08", "57") or not code:
            return StoreError(f"The connection to {address.text} was lost.", said(error))
    return StoreError(f"{address.text} could not answer.", said(error))


def is_forbidden(error: Exception) -> bool:
    """Return whether an error of this module says that the user lacks a right."""
    return getattr(error.__cause__, "pgcode", None) == "42501"


def said(error: "psycopg2.Error") -> str:
    """Return the first line of what was said, without the password of the environment."""
    lines = str(error).strip().splitlines()
    text = lines[0] if lines else _SAID_NOTHING
    if password := os.environ.get("PGPASSWORD"):
        text = text.replace(password, "…")
    return f"It said: {text}" if lines else text
