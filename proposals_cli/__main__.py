"""The entry point: ``prop``, or ``python -m proposals_cli``."""

import codecs
import gc
import os
import sys
from contextlib import suppress
from io import TextIOWrapper


def main() -> None:
    """Run the program and exit with its code; a pipe closed early ends it quietly."""
    # A command runs for a tenth of a second. Collecting garbage while modules load, and destroying
    # every object at the end, would take a fifth of that.
    gc.disable()
    code = 0
    failed: OSError | None = None
    try:
        from proposals_cli.app import app

        gc.freeze()
        gc.enable()
        _prepare_streams()
        app(prog_name="prop")
    except SystemExit as leaving:
        code = leaving.code if isinstance(leaving.code, int) else 1
        if isinstance(leaving.__context__, BrokenPipeError):  # Typer ends with 1 then
            code = 0
    except KeyboardInterrupt:  # before the command was run, which has its own answer
        code = 130
    except OSError as error:
        failed = error
    try:
        sys.stdout.flush()
    except OSError as error:
        failed = failed or error
    if failed:
        reported = _report_unwritten(failed)
        code = code or reported
    with suppress(OSError):
        sys.stderr.flush()
    os._exit(code)


def _prepare_streams() -> None:
    """Open streams that are closed; escape characters that standard output cannot encode."""
    modes = {"stdin": os.O_RDONLY, "stdout": os.O_RDONLY, "stderr": os.O_WRONLY}
    for name, mode in modes.items():
        if getattr(sys, name) is None:  # closed by whoever started the program
            # what is written to standard output must not be lost in silence: it cannot be written
            stream = os.open(os.devnull, mode)
            setattr(sys, name, open(stream, "r" if name == "stdin" else "w", encoding="utf-8"))  # noqa: SIM115, PTH123
    if isinstance(sys.stdout, TextIOWrapper):
        codecs.register_error("escaped", _json_escapes)
        sys.stdout.reconfigure(errors="escaped")


def _json_escapes(error: UnicodeError) -> tuple[str, int]:
    """Return the characters that cannot be encoded as JSON escapes, which JSON output needs."""
    assert isinstance(error, UnicodeEncodeError)
    lost = error.object[error.start : error.end].encode("utf-16-be", "surrogatepass")
    units = (lost[place : place + 2].hex() for place in range(0, len(lost), 2))
    return "".join(f"\\u{unit}" for unit in units), error.end


def _report_unwritten(error: OSError) -> int:
    """Report failed output, unless a pipe was closed early; return the exit code."""
    code: int = getattr(error.__context__, "exit_code", 0)  # of an error that nobody could read
    if isinstance(error, BrokenPipeError):
        return code
    if error.filename is not None:  # not a stream, so a defect
        raise error
    with suppress(OSError):
        sys.stderr.write(f"Error: The output cannot be written: {error.strerror}.\n")
    return code or 1


if __name__ == "__main__":
    main()
