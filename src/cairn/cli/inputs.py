# SPDX-License-Identifier: Apache-2.0
"""Reading what a command is given: files as bytes, JSON or TOML, keys, times and pairs."""

from __future__ import annotations

import tomllib
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import Final

from cairn.cli.problems import CommandError
from cairn.standards.codecs import parse_json_object
from cairn.standards.datetimes import parse_date_time
from cairn.standards.errors import ModelError, StandardsError
from cairn.standards.keys import SecretKey
from cairn.standards.types import JsonObject

MAX_FILE: Final = 64 * 1024 * 1024


def read_bytes(path: Path) -> bytes:
    """Read a file. Raises CommandError."""
    try:
        if path.stat().st_size > MAX_FILE:
            raise CommandError(f"{path} is larger than {MAX_FILE // 2**20} MB, which no credential is.")
        return path.read_bytes()
    except OSError as error:
        raise CommandError(f"{path} cannot be read: {error.strerror or error}. Check the name.") from None


def read_object(path: Path) -> JsonObject:
    """Read an object from JSON, or from TOML by the ending of the name. Raises CommandError."""
    data = read_bytes(path)
    try:
        if path.suffix == ".toml":
            return tomllib.loads(data.decode("utf-8"))
        return parse_json_object(data)
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise CommandError(f"{path} is not TOML: {error}.") from None
    except StandardsError as error:
        raise CommandError(f"{path} cannot be used: {error}") from None


def read_key(path: Path) -> SecretKey:
    """Read a key that `cairn keys generate` wrote. Raises CommandError."""
    stored = read_object(path)
    try:
        return SecretKey.from_multikey(stored.get("secretKeyMultibase"), verification_method=str(stored.get("id", "")))
    except StandardsError as error:
        raise CommandError(f"{path} is not a secret key: {error.detail} Make one with `cairn keys generate`.") from None


def read_end(text: str) -> datetime:
    """Read when something ends: a date means the end of that day, UTC. Raises CommandError."""
    moment = read_moment(text)
    return moment if "T" in text else moment + timedelta(days=1, seconds=-1)


def read_moment(text: str) -> datetime:
    """Read a date (the beginning of that day, UTC) or a date and time with offset. Raises CommandError."""
    try:
        if "T" not in text:
            return datetime.combine(date.fromisoformat(text), time(), UTC)
        return parse_date_time(text)
    except (ValueError, ModelError):
        raise CommandError(f"“{text}” is not a moment. Write 2026-11-22 or 2026-11-22T10:00:00Z.") from None


def read_pair(text: str) -> tuple[str, Path]:
    """Read `URL=FILE`. The URL may itself contain the sign, so the last one divides. Raises CommandError."""
    url, sign, name = text.rpartition("=")
    if not sign or not url:
        raise CommandError(f"“{text}” is not of the form URL=FILE, such as did:web:college.example=did.json.")
    return url, Path(name)
