"""``prop open``: the web address of a source, in the browser."""

import json
import webbrowser
from pathlib import Path

import pytest

from proposals_cli.domain.model.parts import Citation, Document, Measure, Statement
from proposals_cli.domain.model.records import Record
from tests.conftest import Prop
from tests.factories import body, note, person, proposal, source, write_store

BASE: list[Record] = [
    source("paper", url=None),
    source("gazette", url="https://gazette.example/a b", archive_url="https://kept.example/"),
    source("copy", url=None, archive_url="https://kept.example/copy"),
    source("script", url="javascript:alert(1)", archive_url="file:///etc/passwd"),
    source("option", url="--help"),
    body("chamber", url="https://chamber.example/"),
    person("nobody-home"),
    note("note-copy", source="copy"),
    proposal(
        "2020-roads",
        problem=Statement(text={"en": "x"}, citations=(Citation(source="paper"),)),
        measures=(
            Measure(id="m01", text={"en": "y"}, citations=(Citation(source="gazette"),)),
            Measure(id="m02", text={"en": "z"}, citations=(Citation(source="copy"),)),
        ),
    ),
    proposal("2021-rails", documents=(Document(url="https://rails.example/1.pdf"),)),
    proposal("2022-bare", sources=("paper", "script", "option")),
]


@pytest.fixture
def store(tmp_path: Path) -> Path:
    """Return a base of sources with and without addresses."""
    return write_store(tmp_path / "base.json", BASE)


@pytest.fixture
def opened(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Return the list that addresses are added to in place of being opened."""
    addresses: list[str] = []

    def open_(address: str) -> bool:
        addresses.append(address)
        return True

    monkeypatch.setattr(webbrowser, "open", open_)
    return addresses


@pytest.mark.parametrize(
    ("id_", "name", "address"),
    [
        ("gazette", "gazette", "https://gazette.example/a%20b"),
        ("gaz", "gazette", "https://gazette.example/a%20b"),
        ("copy", "copy", "https://kept.example/copy"),
        ("note-copy", "copy", "https://kept.example/copy"),
        ("chamber", "chamber", "https://chamber.example/"),
        ("2020-roads", "gazette", "https://gazette.example/a%20b"),
        ("2020-roads#m02", "copy", "https://kept.example/copy"),
        ("2021", "2021-rails", "https://rails.example/1.pdf"),
    ],
)
def test_the_first_address_is_opened(
    prop: Prop, store: Path, opened: list[str], id_: str, name: str, address: str
) -> None:
    """It is said which source it is; ``--print`` writes the address and opens nothing."""
    ended = prop("open", id_, store=store)
    assert (ended.out, ended.err) == ("", f"{name}: {address}\n")
    assert opened == [address]
    ended = prop("open", id_, "--print", store=store)
    assert (ended.out, ended.err) == (f"{address}\n", "")
    assert opened == [address]


@pytest.mark.parametrize("id_", ["paper", "script", "option", "2022-bare", "nobody-home"])
def test_only_web_addresses_are_opened(
    prop: Prop, store: Path, opened: list[str], id_: str
) -> None:
    """No script, file or option of a browser comes from a record."""
    for more in ((), ("--print",)):
        ended = prop("open", id_, *more, store=store, exit_code=1)
        assert ended.out == ""
        assert f"No source with a web address is known of '{id_}'." in ended.err
    assert opened == []


def test_what_does_not_exist_is_not_opened(prop: Prop, store: Path, opened: list[str]) -> None:
    """The errors are those of ``show``."""
    assert "No record matches 'xyzzy'." in prop("open", "xyzzy", store=store, exit_code=1).err
    assert "matches several ids" in prop("open", "20", store=store, exit_code=1).err
    missing = prop("open", "2020-roads#m09", store=store, exit_code=1)
    assert "There is no measure 'm09' in 2020-roads." in missing.err
    assert opened == []


def test_a_missing_browser_is_an_error(
    prop: Prop, store: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The address has been written, so that it can be copied."""
    monkeypatch.setattr(webbrowser, "open", lambda _address: False)
    ended = prop("open", "copy", store=store, exit_code=1)
    assert ended.err.startswith("copy: https://kept.example/copy\nError: No browser")


def test_every_shipped_proposal_has_a_page(prop: Prop) -> None:
    """Of each, the address of some source is known."""
    for row in json.loads(prop("list", "-f", "json").out)[::9]:
        assert prop("open", row["id"], "--print").out.startswith("http")
