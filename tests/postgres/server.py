"""A PostgreSQL server for tests: Debian's programs, on a socket in a short folder of its own."""

import itertools
import os
import pwd
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

FOLDERS = Path("/usr/lib/postgresql")

_counter = itertools.count(1)


def programs() -> Path | None:
    """Return the folder of the newest server that is installed; None if there is none."""
    found = [folder for folder in FOLDERS.glob("*/bin") if (folder / "initdb").exists()]
    return max(found, key=lambda folder: float(folder.parent.name), default=None)


class Server:
    """A server that keeps nothing: it does not wait for the disk, and is removed when stopped."""

    def __init__(self, settings: str = "-F") -> None:
        """Start a new server, with options of the program ``postgres``.

        The server refuses to run as root, so root runs it as somebody else.
        """
        found = programs()
        assert found is not None
        self.programs = found
        self.folder = Path(tempfile.mkdtemp(prefix="pg-", dir="/tmp"))  # a socket's path is short
        self._as: dict[str, int] = {}
        if os.geteuid() == 0:
            other = pwd.getpwnam("nobody")
            self._as = {"user": other.pw_uid, "group": other.pw_gid}
            os.chown(self.folder, other.pw_uid, other.pw_gid)
        self.folder.chmod(0o755)
        self.run("initdb", "-U", "prop", "-A", "trust", "-E", "UTF8", "--no-locale", "-N")
        self.start(settings)

    @property
    def data(self) -> Path:
        """The folder of the server's data."""
        return self.folder / "data"

    def run(self, program: str, *arguments: str) -> None:
        """Run one of the server's programs on its data."""
        subprocess.run(
            [self.programs / program, "-D", self.data, *arguments],
            check=True,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            cwd=self.folder,
            extra_groups=[] if self._as else None,
            **self._as,  # type: ignore[call-overload]
        )

    def start(self, settings: str = "-F") -> None:
        """Start the server."""
        options = f"-k {self.folder} -c listen_addresses='' {settings}"
        self.run("pg_ctl", "-w", "-l", str(self.folder / "log"), "-o", options, "start")

    def stop(self) -> None:
        """Stop the server at once."""
        self.run("pg_ctl", "-w", "-m", "immediate", "stop")

    def kill(self) -> None:
        """Kill all processes of the server, as a power failure would."""
        main = int((self.data / "postmaster.pid").read_text("utf-8").splitlines()[0])
        others = Path(f"/proc/{main}/task/{main}/children").read_text("utf-8").split()
        for process in (main, *map(int, others)):
            with suppress(ProcessLookupError):
                os.kill(process, signal.SIGKILL)
        while any(Path(f"/proc/{process}/cwd").exists() for process in (main, *others)):
            time.sleep(0.01)
        # where nobody collects dead processes, the server would take this one for alive
        for lock in (self.data / "postmaster.pid", *self.folder.glob(".s.PGSQL.*")):
            lock.unlink()

    def remove(self) -> None:
        """Stop the server, and remove all that it has written."""
        self.stop()
        shutil.rmtree(self.folder)

    def new_database(self) -> str:
        """Create an empty database and return its address."""
        import psycopg2

        name = f"base{next(_counter)}"
        connection = psycopg2.connect(host=str(self.folder), user="prop", dbname="postgres")
        connection.autocommit = True
        try:
            with connection.cursor() as cursor:
                cursor.execute(f"CREATE DATABASE {name}")
        finally:
            connection.close()
        return self.address(name)

    def address(self, name: str, user: str = "prop") -> str:
        """Return the address of a database."""
        return f"postgresql://{user}@/{name}?host={self.folder}"


NewDatabase = Callable[[], str]
"""Creates an empty database and returns its address."""
