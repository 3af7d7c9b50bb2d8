"""The address of a base on a server: read, and refused if it contains a password."""

import re
from typing import NamedTuple
from urllib.parse import parse_qsl, unquote

from proposals_cli.errors import StoreError

SCHEMES = ("postgresql://", "postgres://")

_HOST = r"(?:\[[0-9A-Fa-f:.]+\]|[^\s:@/\[\]?#,]*)(?::\d{1,5})?"
_ADDRESS = re.compile(
    r"postgres(?:ql)?://"
    r"(?:(?P<user>[^\s:@/?#]+)@)?"
    rf"(?P<hosts>{_HOST}(?:,{_HOST})*)"
    r"(?:/(?P<name>[^\s:@/?#]*))?"
    r"(?:\?(?P<options>[^\s#]*))?"
)
_SERVICE = re.compile(r"service=(?P<service>[\w.-]+)")

_OPTIONS = frozenset(
    (
        "channel_binding", "connect_timeout", "dbname", "gssencmode", "host", "hostaddr",
        "krbsrvname", "load_balance_hosts", "passfile", "port", "require_auth", "service",
        "sslcert", "sslcrl", "sslkey", "sslmode", "sslnegotiation", "sslrootcert",
        "target_session_attrs", "user",
    )
)  # fmt: skip
"""The parameters of libpq that an address may set."""

_NOT_UNDERSTOOD = (
    "The address of the base is not understood; it is not shown, as it may contain a password.",
    (
        "Write postgresql://host/name, postgresql://user@host1,host2/name, or service=NAME, as it"
        " stands in the service file. In a name, write %40 for @ and %3A for a colon."
    ),
)
_PASSWORD = (
    "The address of the base contains a password, which other users of this computer can read.",
    "Leave it out, and keep it in ~/.pgpass, in the service file, or in PGPASSWORD.",
)


class Address(NamedTuple):
    """Where a base is: ``text`` as it was typed, without any secret, and libpq's parameters."""

    text: str
    parameters: dict[str, str]

    @property
    def hosts(self) -> tuple[str, ...]:
        """The hosts that are named; none for the default socket, or those of a service."""
        named = ",".join(self.parameters.get(name, "") for name in ("host", "hostaddr"))
        return tuple(host for host in named.split(",") if host)

    @property
    def is_local(self) -> bool:
        """Whether every host is this computer; a service can name any."""
        local = ("localhost", "127.0.0.1", "::1")
        return "service" not in self.parameters and all(
            host in local or host.startswith(("/", "@")) for host in self.hosts
        )


def parse_address(text: str) -> Address:
    """Return the address that a text is.

    Raises:
        StoreError: it has a password, or is no address; the message does not contain it.
    """
    if found := _SERVICE.fullmatch(text):
        return Address(text, {"service": found["service"]})
    found = _ADDRESS.fullmatch(text)
    options = parse_qsl(text.partition("?")[2], keep_blank_values=True)
    named = any("password" in name.casefold() for name, _ in options)
    if named or "password=" in text.casefold() or _has_password(text):
        raise StoreError(*_PASSWORD)
    if found is None or not unquote(text).isprintable():
        raise StoreError(*_NOT_UNDERSTOOD)
    parameters = {
        "user": unquote(found["user"] or ""),
        **_hosts(found["hosts"]),
        "dbname": unquote(found["name"] or ""),
    }
    for name, value in options:
        if name not in _OPTIONS:
            raise StoreError(
                f"An address cannot set '{name}'." if name.isalnum() else _NOT_UNDERSTOOD[0],
                f"It may set {', '.join(sorted(_OPTIONS))}.",
            )
        parameters[name] = value
    return Address(text, {name: value for name, value in parameters.items() if value})


def _has_password(text: str) -> bool:
    """Return whether there is a colon before the last @ of what comes before the options."""
    user, at, _ = text.partition("://")[2].rpartition("@")
    return bool(at) and ":" in user.partition("?")[0]


def _hosts(listed: str) -> dict[str, str]:
    """Return ``host`` and ``port`` of hosts joined by commas."""
    hosts, ports = [], []
    for one in listed.split(","):
        host, _, port = one.rpartition(":") if re.search(r":\d+$", one) else (one, "", "")
        hosts.append(unquote(host.strip("[]")))
        ports.append(port)
    return {"host": ",".join(hosts), "port": ",".join(ports) if any(ports) else ""}
