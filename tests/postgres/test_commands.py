"""Commands on a base on a server."""

import json

import pytest

from proposals_cli.commands.session import shipped_base
from proposals_cli.domain.model.decoding import decode_record
from proposals_cli.index.sqlite_index import SqliteIndex
from proposals_cli.postgres.address import parse_address
from proposals_cli.postgres.creating import create_base
from proposals_cli.postgres.loading import LOADING_ORDER
from tests.conftest import Prop
from tests.postgres.server import Server


def test_a_base_is_created_and_listed(prop: Prop, address: str) -> None:
    """The shipped base, copied to a server, lists the same as the file."""
    assert "prop init" in prop("--store", address, "list", exit_code=3).err
    prop("init", address)
    listed = prop("--store", address, "list", "--format", "json").out
    assert json.loads(listed)
    assert listed == prop("list", "--format", "json").out
    assert prop("list", env={"PROP_STORE": address}).out == prop("list").out
    assert "already" in prop("init", address, exit_code=3).err


@pytest.mark.parametrize("command", ["git-merge --install", "resolve", "merge-base other.json"])
def test_a_command_for_files_says_so(prop: Prop, address: str, command: str) -> None:
    """What git or the cache folder is for has no meaning on a server."""
    told = prop("--store", address, *command.split(), exit_code=3).err
    assert "this command is for bases in files" in told


@pytest.mark.parametrize("command", ["list", "init", "index", "check"])
def test_a_password_in_an_address_is_never_shown(prop: Prop, command: str) -> None:
    """Not by --store, and not by PROP_STORE."""
    secret = "postgresql://ann:s3@cr%et@127.0.0.1:1/base"
    for ended in (
        prop("--store", secret, command, exit_code=3),
        prop(command, env={"PROP_STORE": secret}, exit_code=3),
    ):
        assert "password" in ended.err
        assert not any(part in ended.err + ended.out for part in ("s3", "cr%et"))


def test_a_server_that_does_not_answer_is_told_in_words(prop: Prop) -> None:
    """No server listens on that port."""
    told = prop("--store", "postgresql://127.0.0.1:1/base", "list", exit_code=3).err
    assert told.startswith("Error: No server answers at postgresql://127.0.0.1:1/base.")


def test_a_database_that_is_missing_is_told_in_words(prop: Prop, address: str) -> None:
    """With the command that creates it."""
    missing = address.replace("/base", "/none")
    told = prop("--store", missing, "list", exit_code=3).err
    assert "no such database" in told


READ = [
    "list fintech", "list digital -year:2018 --sort title --format csv", "list theme:nosuch",
    "show 2019-technology-ethics", "show ma-huateng", "show fintech", "show 2019-",
    "show nosuch", "search data security", "search fintech", "search heatlh 数字医疗法律",
    "stats", "stats --theme fintech", "stats --by theme --by year", "stats --by actor",
    "stats --by area", "replies --year 2018", "related 2019-technology-ethics",
    "measures 数据", "cite 2019-technology-ethics", "people", "sources", "export -f jsonl",
    "export -f markdown", "export -f html", "export -f csl-json", "export -f bibtex",
]  # fmt: skip


@pytest.fixture(scope="module")
def copy(server: Server, tmp_path_factory: pytest.TempPathFactory) -> str:
    """Return the address of a copy of the shipped base."""
    index = SqliteIndex(shipped_base(), tmp_path_factory.mktemp("shipped"))
    records = [decode_record(table, raw) for table in LOADING_ORDER for raw in index.records(table)]
    address = server.new_database()
    create_base(parse_address(address), records, index.base())
    index.close()
    return address


@pytest.mark.parametrize("command", READ)
def test_what_reads_prints_the_same_as_from_a_file(prop: Prop, copy: str, command: str) -> None:
    """On both streams, with the same exit code."""
    in_file = prop(*command.split(), exit_code=None)
    on_server = prop("--store", copy, *command.split(), exit_code=None)
    assert in_file.out or in_file.err
    assert on_server == in_file
