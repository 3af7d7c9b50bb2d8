"""A file that an option names is never one of the program's own, whatever the option."""

import os
import shlex
import subprocess
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from tests.conftest import Prop
from tests.desk import Desk
from tests.terminal import environment

OPTIONS = ("-o", "--rejects", "--duplicates", "--save-mapping")

OWN = {
    "base": "proposals.json",
    "journal": ".proposals.json.journal",
    "journal set aside": ".proposals.json.journal.1",
    "lock": ".proposals.json.lock",
    "conflicts": ".proposals.json.conflicts",
    "temporary": ".proposals.json.123.tmp",
    "kept copy": "proposals.format-1.json",
    "second kept copy": "proposals.format-1.2.json",
    "draft": "drafts/new.yaml",
    "index": "../../prop/other.sqlite",
    "configuration": "../../config/prop/config.toml",
    "another base": "other.json",
    "its conflicts": ".other.json.conflicts",
}
"""What the program keeps, from the folder of its base."""


@pytest.fixture
def write(desk: Desk, tmp_path: Path) -> Callable[..., tuple[int, str]]:
    """Return a function that lets an option write a file; it returns the exit code and messages."""
    rows = tmp_path / "rows.csv"
    rows.write_text("title,year\nOn a,2020\nOn a,2020\n,2020\n")

    def run(option: str, path: str | Path, *more: str) -> tuple[int, str]:
        command: Sequence[str] = ("import", str(rows), "--set", "body=npc", option, str(path))
        if option == "-o":
            command = ("export", "--format", "csv", "--force", "-o", str(path))
        ended = desk.prop(*command, *more, exit_code=None)
        return ended.code, ended.err

    return run


@pytest.mark.parametrize("name", OWN.values(), ids=OWN)
@pytest.mark.parametrize("option", OPTIONS)
@pytest.mark.parametrize("way", ["link to the folder", "missing"])
def test_no_option_writes_over_what_belongs_to_the_program(
    desk: Desk, write: Callable[..., tuple[int, str]], option: str, name: str, way: str
) -> None:
    """An export in the place of the journal would lose every undo."""
    folder = desk.store.parent
    other = folder / "other.json"
    desk.prop("init", other, "--empty")
    desk.prop("remove", "health", "--yes", store=other)
    (folder / "drafts").mkdir(exist_ok=True)
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    if way == "link to the folder":
        if not path.exists():
            path.write_text("# ours\n")
        (desk.folder / "link").symlink_to(path.parent)
        path = desk.folder / "link" / path.name
    before = path.read_bytes() if path.exists() else None
    base = desk.content()
    code, said = write(option, path)
    assert code == 1, said
    assert said.startswith(f"Error: {path} ")
    assert "exists already" not in said
    assert (path.read_bytes() if path.exists() else None) == before
    assert desk.content() == base


@pytest.mark.parametrize("option", OPTIONS)
@pytest.mark.parametrize("link", [os.symlink, os.link])
@pytest.mark.parametrize("name", ["proposals.json", ".proposals.json.journal"])
def test_a_link_to_a_file_of_the_base_is_the_file(
    desk: Desk,
    write: Callable[..., tuple[int, str]],
    option: str,
    name: str,
    link: Callable[[Path, Path], None],
) -> None:
    """A symbolic or a hard link, under any name."""
    desk.prop("remove", "fintech", "--yes")
    elsewhere = desk.folder / "link.toml"
    link(desk.store.parent / name, elsewhere)
    before = elsewhere.read_bytes()
    code, said = write(option, elsewhere)
    assert (code, elsewhere.read_bytes()) == (1, before)
    assert "the base" in said


@pytest.mark.parametrize("option", OPTIONS)
@pytest.mark.parametrize(
    "name", ["it's.csv", 'a "b" c.csv', "a\nb.csv", "-x.csv", "$(id).csv", "名.csv", ".hidden.csv"]
)
def test_a_file_may_have_an_odd_name(
    desk: Desk, write: Callable[..., tuple[int, str]], option: str, name: str
) -> None:
    """Quotes, spaces and line ends are part of a name."""
    path = desk.folder / "odd" / name
    assert write(option, path)[0] == 1, "there is no folder"
    path.parent.mkdir()
    code, said = write(option, path)
    assert path.is_file(), said
    assert code == (0 if option == "-o" else 1)  # a row was refused
    again, said = write(option, path)
    assert again == (1 if option in ("--rejects", "--duplicates") else code)
    assert sorted(one.name for one in path.parent.iterdir()) == [name]


@pytest.mark.parametrize("option", OPTIONS)
def test_a_folder_pipe_or_device_is_not_replaced(
    desk: Desk, write: Callable[..., tuple[int, str]], option: str
) -> None:
    """A pipe is for standard output, which the message says."""
    pipe = desk.folder / "pipe"
    os.mkfifo(pipe)
    before = desk.content()
    for path in (pipe, "/dev/full", "/dev/null"):
        code, said = write(option, path)
        assert code == 1
        assert "standard output" in said
    assert "not a file" in write(option, desk.folder)[1]
    reading, writing = os.pipe()
    assert "standard output" in write(option, f"/dev/fd/{writing}")[1], "as bash names >(…)"
    os.close(reading)
    os.close(writing)
    assert pipe.is_fifo()
    assert desk.content() == before


@pytest.mark.parametrize("option", OPTIONS)
@pytest.mark.parametrize(
    "name",
    [
        *("/dev/stderr", "/dev/fd/2", "/proc/self/fd/2", "/proc/thread-self/fd/2", "/dev/fd/N"),
        *("/dev/../dev/fd/N", "link", "link to a folder/N"),
    ],
)
def test_an_open_file_is_not_replaced_with_what_was_written_to_it(
    desk: Desk, option: str, name: str
) -> None:
    """Its name is a link to the file: with --force a log would be lost."""
    rows = desk.folder / "rows.csv"
    rows.write_text("title,year\n,2020\n")
    (desk.folder / "link to a folder").symlink_to("/dev/fd")
    command: tuple[str, ...] = ("import", "rows.csv", "--set", "body=npc", option)
    if option == "-o":
        command = ("export", "--format", "csv", "--force", "-o")
    log = desk.folder / "log"
    log.write_text("# before\n")
    with log.open("a") as file:
        (desk.folder / "link").symlink_to(f"/dev/fd/{file.fileno()}")
        done = subprocess.run(
            [
                *(sys.executable, "-m", "proposals_cli", *command),
                name.replace("N", str(file.fileno())),
            ],
            cwd=desk.folder,
            env=environment(str(desk.folder / "home")),
            stderr=file,
            pass_fds=[file.fileno()],
            check=False,
        )
    said = log.read_text()
    assert done.returncode == 1
    assert said.startswith("# before\nError: ")
    assert "is not a file that can be replaced" in said


@pytest.mark.parametrize(
    "name", ["/dev/stdout", "/proc/self/fd/1", "/proc/thread-self/fd/1", "/dev//fd/1", "link"]
)
def test_standard_output_that_is_a_file_is_written_on(desk: Desk, name: str) -> None:
    """What is in the file already stays, whichever name of standard output is given."""
    (desk.folder / "link").symlink_to("/dev/stdout")
    lines = desk.folder / "lines"
    lines.write_text("# before\n")
    with lines.open("a") as file:
        subprocess.run(
            [*(sys.executable, "-m", "proposals_cli"), *("export", "-f", "csv", "-o", name)],
            cwd=desk.folder,
            env=environment(str(desk.folder / "home")),
            stdout=file,
            check=True,
        )
    assert lines.read_text().startswith("# before\nid,year,")


def test_two_options_do_not_name_the_same_file(
    desk: Desk, write: Callable[..., tuple[int, str]]
) -> None:
    """The second would fail when everything has been read."""
    path = desk.folder / "x.csv"
    code, said = write("--rejects", path, "--duplicates", str(desk.folder / "." / "x.csv"))
    assert (code, path.exists()) == (2, False)
    assert "name the same file" in said


def test_a_base_is_not_created_in_the_place_of_a_side_file(desk: Desk) -> None:
    """``init`` names a file to write as well."""
    for name in (".proposals.json.conflicts", "proposals.format-1.json", "drafts/mine.json"):
        place = desk.store.parent / name
        assert "Give another name" in desk.prop("init", place, "--empty", exit_code=1).err
        assert not place.exists()


def test_an_export_beside_a_base_with_a_like_name_is_written(
    desk: Desk, write: Callable[..., tuple[int, str]]
) -> None:
    """Only what a base may need is kept."""
    for name in (".notes.json.conflicts", "proposals.csv", ".proposals.csv", "x.format-1.json"):
        assert write("-o", desk.store.parent / name)[0] == 0


@pytest.mark.parametrize("name", ["-", "/dev/stdout", "/dev/fd/1"])
def test_standard_output_may_be_named(prop: Prop, name: str) -> None:
    """With -o too, as other programs let it."""
    ended = prop("export", "-f", "csv", "-n", "1", "-o", name)
    assert ended.out.startswith("id,")
    assert ended.err == ""


def test_the_command_that_init_prints_works_with_any_name(prop: Prop, tmp_path: Path) -> None:
    """It is quoted for a shell."""
    path = tmp_path / "it's a $HOME base.json"
    said = prop("init", path, "--empty").err
    option = said.split("Use it with ")[1].split(", or set")[0]
    assert shlex.split(option) == ["--store", str(path)]
    shown = subprocess.run(
        f"{shlex.quote(sys.executable)} -m proposals_cli {option} themes --count",
        shell=True,
        capture_output=True,
        text=True,
        check=True,
    )
    assert int(shown.stdout)
