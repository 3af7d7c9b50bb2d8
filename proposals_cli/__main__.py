"""The program's way in and out: ``prop``, or ``python -m proposals_cli``."""

import gc
import os
import sys
from contextlib import suppress
from io import TextIOWrapper


def main() -> None:
    """Run the program and leave with its exit code; a pipe closed early is no error."""
    # A command lives for a tenth of a second. Collecting garbage while modules load, and taking
    # every object apart at the end, would be a fifth of that.
    gc.disable()
    from proposals_cli.app import app

    gc.freeze()
    gc.enable()
    _prepare_streams()
    code = 0
    try:
        app(prog_name="prop")
    except SystemExit as leaving:
        code = leaving.code if isinstance(leaving.code, int) else 1
    except OSError as error:
        code = _unwritten(error)
    for stream in (sys.stdout, sys.stderr):
        try:
            stream.flush()
        except OSError as error:
            code = code or _unwritten(error)
    os._exit(code)


def _prepare_streams() -> None:
    """See that there are all three, and that what one cannot hold is written as an escape."""
    for name, mode in (("stdin", "r"), ("stdout", "w"), ("stderr", "w")):
        if getattr(sys, name) is None:  # closed by whoever started the program
            setattr(sys, name, open(os.devnull, mode, encoding="utf-8"))  # noqa: SIM115, PTH123
    if isinstance(sys.stdout, TextIOWrapper):
        sys.stdout.reconfigure(errors="backslashreplace")


def _unwritten(error: OSError) -> int:
    """Say that output found no room; return the exit code. A pipe closed early is no error."""
    if isinstance(error, BrokenPipeError):
        return 0
    if error.filename is not None:  # not a stream: something else, that nobody expected
        raise error
    with suppress(OSError):
        sys.stderr.write(f"Error: The output cannot be written: {error.strerror}.\n")
    return 1


if __name__ == "__main__":
    main()
