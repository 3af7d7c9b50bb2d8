"""A screen of any width without a terminal, which is fast enough for many tests."""

from collections.abc import Callable

import pytest

from proposals_cli.render import terminal
from proposals_cli.render.terminal import Screen

OnScreen = Callable[..., None]


@pytest.fixture
def on_screen(monkeypatch: pytest.MonkeyPatch) -> OnScreen:
    """Return a function that makes standard output a screen of a given width."""

    def use(width: int, *, colour: bool = False) -> None:
        monkeypatch.setattr(terminal, "screen", lambda: Screen(width, 100_000, colour))

    return use
