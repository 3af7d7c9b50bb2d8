"""Addresses of bases on a server."""

import pytest

from proposals_cli.errors import StoreError
from proposals_cli.folders import is_address
from proposals_cli.postgres.address import parse_address


@pytest.mark.parametrize(
    ("text", "parameters"),
    [
        ("postgresql:///base", {"dbname": "base"}),
        ("postgres://h/base", {"host": "h", "dbname": "base"}),
        (
            "postgresql://ann@h:5433/base",
            {"user": "ann", "host": "h", "port": "5433", "dbname": "base"},
        ),
        (
            "postgresql://a%40b@one,two:6000/base?target_session_attrs=any",
            {
                "user": "a@b",
                "host": "one,two",
                "port": ",6000",
                "dbname": "base",
                "target_session_attrs": "any",
            },
        ),
        ("postgresql://[::1]:5432/base", {"host": "::1", "port": "5432", "dbname": "base"}),
        ("postgresql:///base?host=/run/postgresql", {"dbname": "base", "host": "/run/postgresql"}),
        ("postgresql:///?service=archive", {"service": "archive"}),
        ("service=archive", {"service": "archive"}),
    ],
)
def test_parameters_of_an_address(text: str, parameters: dict[str, str]) -> None:
    """An address becomes what libpq is told."""
    assert parse_address(text).parameters == parameters


@pytest.mark.parametrize(
    "text",
    [
        "postgresql://ann:SECRET@h/base",
        "postgresql://ann:SE@CRET@h/base",
        "postgresql://ann:SE%40CRET@h/base",
        "postgresql://ann:SE/CRET@h/base",
        "postgresql://ann:SE?CRET@h/base",
        "postgresql://ann:SE#CRET@h/base",
        "postgresql://ann:SE%CRET@h/base",
        "postgresql://:SECRET@h/base",
        "postgresql://ann:SECRET@/base",
        "postgresql://h/base?password=SECRET",
        "postgresql://h/base?user=ann&%70assword=SECRET",
        "postgresql://h/base?sslpassword=SECRET",
        "postgresql://h/base?PASSWORD=SECRET",
        "postgresql://h/base?password=SE@CRET",
        "postgresql://ann:SECRET",
        "postgresql://ann@h:SECRET/base",
        "postgresql://h/base?x y=SECRET",
        "service=a password=SECRET",
        "postgresql://h/base;SECRET@",
        "POSTGRESQL://ann:SECRET@h/base",
        " postgresql://ann:SECRET@h/base",
        "host=h password=SECRET",
        "postgresql://h/base%00SECRET",
    ],
)
def test_a_password_in_an_address_is_refused_and_not_shown(text: str) -> None:
    """However it is written, and even where it makes the address unreadable."""
    assert is_address(text), "else it would be shown as the path of a file"
    with pytest.raises(StoreError) as refused:
        parse_address(text)
    shown = refused.value.message + refused.value.hint
    assert not any(part in shown for part in ("SECRET", "CRET", "SE@", "SE%", "SE/"))


def test_hosts_that_are_not_this_computer_are_not_local() -> None:
    """One foreign host of several, or a service, is enough to ask for verified encryption."""
    texts = ("postgresql:///b", "postgresql://localhost/b", "postgresql:///b?host=/run/pg")
    assert all(parse_address(text).is_local for text in texts)
    foreign = (
        "postgresql://h/b",
        "postgresql://localhost,h/b",
        "service=a",
        "postgresql:///b?hostaddr=192.0.2.1",
    )
    assert not any(parse_address(text).is_local for text in foreign)
