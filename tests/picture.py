"""Draw the picture in the README: two real runs of the program, exported by Rich as SVG."""

import os
import pty
import subprocess
import sys
import tempfile
from io import StringIO
from pathlib import Path

from rich.console import Console
from rich.text import Text

PICTURE = Path(__file__).parent.parent / ".github" / "prop.svg"
COLUMNS = 104
COMMANDS = (("list", "--theme", "fintech"), ("stats",))
LINES_OF_STATS = 32


def run(*arguments: str) -> str:
    """Return what ``prop`` writes to a terminal of ``COLUMNS`` cells, styles included."""
    parent, child = pty.openpty()
    with tempfile.TemporaryDirectory() as cache:
        process = subprocess.Popen(
            [sys.executable, "-m", "proposals_cli", *arguments],
            stdout=child,
            env={
                "PATH": os.environ["PATH"],
                "COLUMNS": str(COLUMNS),
                "LINES": "500",
                "PAGER": "cat",
                "TERM": "xterm-256color",
                "XDG_CACHE_HOME": cache,
                "HOME": cache,
            },
        )
        os.close(child)
        output = b""
        while True:
            try:
                block = os.read(parent, 1 << 16)
            except OSError:  # the program has closed its terminal
                break
            if not block:
                break
            output += block
        process.wait()
    os.close(parent)
    return output.decode().replace("\r\n", "\n")


def draw() -> str:
    """Return the picture as SVG."""
    console = Console(
        record=True, width=COLUMNS, file=StringIO(), force_terminal=True, color_system="truecolor"
    )
    for arguments in COMMANDS:
        shown = run(*arguments).splitlines()
        if arguments == ("stats",):
            shown = [*shown[:LINES_OF_STATS], "…"]
        console.print(Text("$ ", style="dim") + Text(f"prop {' '.join(arguments)}", style="bold"))
        console.print(Text.from_ansi("\n".join(shown)))
        console.print()
    return console.export_svg(title="prop", unique_id="prop")


def renew() -> None:
    """Write the picture into the repository."""
    PICTURE.write_text(draw(), encoding="utf-8")
