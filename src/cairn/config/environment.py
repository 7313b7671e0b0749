# SPDX-License-Identifier: Apache-2.0
"""Reading settings from the environment: `CAIRN_*` and `DATABASE_URL`, nothing else.

A value that cannot be meant stops the process at start-up, with a sentence that says what to write instead.
"""

from __future__ import annotations

import os
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final
from urllib.parse import unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

_TRUE: Final = frozenset({"1", "true", "yes", "on"})
_FALSE: Final = frozenset({"", "0", "false", "no", "off"})
_SQLITE_START: Final = "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;"


@dataclass(frozen=True, slots=True)
class Environment:
    """Typed readers over environment variables."""

    variables: Mapping[str, str]

    def text(self, name: str, default: str = "") -> str:
        """Return a text without the space around it, or the default where it is unset or empty."""
        return self.variables.get(name, "").strip() or default

    def flag(self, name: str) -> bool:
        """Return whether something is switched on; off by default.

        Raises ImproperlyConfigured.
        """
        value = self.text(name).lower()
        if value in _TRUE or value in _FALSE:
            return value in _TRUE
        raise ImproperlyConfigured(f"{name} must be 1 or 0, not {value!r}.")

    def items(self, name: str, default: str = "") -> list[str]:
        """Return a list that is written with commas."""
        return [item.strip() for item in self.text(name, default).split(",") if item.strip()]

    def secret(self, name: str, path: Path) -> str:
        """Return a secret: the variable, else what the file holds, which is made with a new one where it is missing.

        Raises OSError.
        """
        if text := self.text(name):
            return text
        if not path.exists():
            path.parent.mkdir(parents=True, exist_ok=True)
            _write_once(path, secrets.token_urlsafe(48))
        return path.read_text(encoding="ascii").strip()

    def database(self, default: str) -> dict[str, Any]:
        """Return Django's settings for `DATABASE_URL`: sqlite:///PATH or postgresql://USER:PASSWORD@HOST:PORT/NAME.

        Raises ImproperlyConfigured.
        """
        url = urlsplit(self.text("DATABASE_URL", default))
        name = unquote(url.path.removeprefix("/"))
        if url.scheme == "sqlite" and name:
            options = {"transaction_mode": "IMMEDIATE", "timeout": 20, "init_command": _SQLITE_START}
            return {"ENGINE": "django.db.backends.sqlite3", "NAME": name, "OPTIONS": options}
        if url.scheme in {"postgres", "postgresql"} and name:
            return {
                "ENGINE": "django.db.backends.postgresql",
                "NAME": name,
                "USER": unquote(url.username or ""),
                "PASSWORD": unquote(url.password or ""),
                "HOST": url.hostname or "",
                "PORT": str(url.port or ""),
            }
        raise ImproperlyConfigured("DATABASE_URL must be sqlite:///PATH or postgresql://USER:PASSWORD@HOST:PORT/NAME.")


def _write_once(path: Path, text: str) -> None:
    """Write a file that only its owner can read; of two processes that try at once, the first wins, whole."""
    mine = path.with_name(f".{path.name}.{os.getpid()}")
    with os.fdopen(os.open(mine, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="ascii") as file:
        file.write(text)
    try:
        os.link(mine, path)
    except FileExistsError:
        pass
    finally:
        mine.unlink()
