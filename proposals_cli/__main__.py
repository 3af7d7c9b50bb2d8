"""The program's way in and out: ``prop``, or ``python -m proposals_cli``."""

import gc
import os
import sys


def main() -> None:
    """Run the program and leave with its exit code; a pipe closed early is no error."""
    # A command lives for a tenth of a second. Collecting garbage while modules load, and taking
    # every object apart at the end, would be a fifth of that.
    gc.disable()
    from proposals_cli.app import app

    gc.freeze()
    gc.enable()
    code = 0
    try:
        app(prog_name="prop")
    except SystemExit as leaving:
        code = leaving.code if isinstance(leaving.code, int) else 1
    except BrokenPipeError:
        pass
    try:
        sys.stdout.flush()
        sys.stderr.flush()
    except BrokenPipeError:
        pass
    os._exit(code)


if __name__ == "__main__":
    main()
