"""A headless browser, driven by the standard library over the WebDriver protocol."""

import json
import shutil
import socket
import subprocess
import time
import urllib.error
import urllib.request
from pathlib import Path
from types import TracebackType
from typing import Any, Self

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("chrome")
DRIVER = shutil.which("chromedriver")

_SECONDS = 30

_FLAGS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


class Browser:
    """One window; use it in a ``with`` statement."""

    def __init__(self, profile: Path, width: int) -> None:
        assert DRIVER is not None
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self._base = f"http://127.0.0.1:{free.getsockname()[1]}"
        port = self._base.rpartition(":")[2]
        self._driver = subprocess.Popen(
            [DRIVER, f"--port={port}"], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        flags = [*_FLAGS, f"--user-data-dir={profile}", f"--window-size={width},1200"]
        options = {
            "args": flags,
            "binary": CHROMIUM,
            # a window cannot be narrower than about 500 pixels
            "mobileEmulation": {
                "deviceMetrics": {"width": width, "height": 1200, "pixelRatio": 1, "mobile": False}
            },
        }
        wanted = {"goog:chromeOptions": options, "goog:loggingPrefs": {"browser": "ALL"}}
        try:
            self._wait()
            self._session = self._ask("/session", {"capabilities": {"alwaysMatch": wanted}})[
                "sessionId"
            ]
        except BaseException:
            self._stop()
            raise

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        try:
            self._ask(f"/session/{self._session}", None, "DELETE")
        finally:
            self._stop()

    def open(self, path: Path) -> None:
        """Load a file and wait until it is loaded."""
        self._do("/url", {"url": path.as_uri()})

    def run(self, script: str) -> Any:
        """Run a function body in the page and return what it returns."""
        return self._do("/execute/sync", {"script": script, "args": []})

    def type(self, selector: str, text: str) -> None:
        """Type into a field, and wait until the page has reacted."""
        self._do(f"/element/{self._element(selector)}/value", {"text": text})
        time.sleep(0.3)

    def click(self, selector: str) -> None:
        """Click an element."""
        self._do(f"/element/{self._element(selector)}/click", {})
        time.sleep(0.1)

    def prefer(self, scheme: str) -> None:
        """Set the preferred colour scheme to ``dark`` or ``light``."""
        features = [{"name": "prefers-color-scheme", "value": scheme}]
        self._do(
            "/goog/cdp/execute",
            {"cmd": "Emulation.setEmulatedMedia", "params": {"features": features}},
        )

    def complaints(self) -> list[str]:
        """Return the errors that the browser reported, and violations of the page's policy."""
        return [entry["message"] for entry in self._do("/se/log", {"type": "browser"})]

    def print(self) -> None:
        """Print the page and discard the result."""
        self._do("/print", {})

    def _element(self, selector: str) -> str:
        found = self._do("/element", {"using": "css selector", "value": selector})
        return str(next(iter(found.values())))

    def _do(self, path: str, body: dict[str, Any]) -> Any:
        return self._ask(f"/session/{self._session}{path}", body)

    def _ask(self, path: str, body: dict[str, Any] | None, method: str = "POST") -> Any:
        request = urllib.request.Request(
            self._base + path,
            None if body is None else json.dumps(body).encode(),
            {"Content-Type": "application/json"},
            method=method,
        )
        # the driver runs locally: a proxy of the environment must not be used
        opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
        with opener.open(request, timeout=_SECONDS) as answer:
            return json.load(answer)["value"]

    def _wait(self) -> None:
        until = time.monotonic() + _SECONDS
        while True:
            try:
                self._ask("/status", None, "GET")
            except (urllib.error.URLError, ConnectionError):
                if time.monotonic() > until:
                    raise
                time.sleep(0.05)
            else:
                return

    def _stop(self) -> None:
        self._driver.terminate()
        self._driver.wait(_SECONDS)
