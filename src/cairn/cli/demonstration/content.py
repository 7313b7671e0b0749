# SPDX-License-Identifier: Apache-2.0
"""The files of the demonstration, their dates moved so that the day on which they were written is today."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import Any, Final, TypeAlias

import yaml

from cairn.cli.problems import CommandError

Entry: TypeAlias = Mapping[str, Any]

WRITTEN_ON: Final = date(2026, 11, 20)
# The same safe loader, ten times as fast where it was compiled.
_LOADER: Final = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_SCENES: Final = ("scenes.yaml", "voices.yaml")
_DAY: Final = re.compile(r"\b20\d\d-\d\d-\d\d\b")


def read_yaml(path: Path) -> Any:
    """Read one file. Raises CommandError."""
    try:
        return yaml.load(path.read_text(encoding="utf-8"), Loader=_LOADER)  # noqa: S506 - a safe loader, both are
    except FileNotFoundError:
        raise CommandError(f"{path} is not there. Name the demonstration's content with --content.") from None
    except yaml.YAMLError as error:
        raise CommandError(f"{path} is not YAML: {' '.join(str(error).split())}") from error


@dataclass(frozen=True, slots=True)
class Content:
    """What the demonstration is made from."""

    folder: Path
    today: date
    organizations: tuple[Entry, ...]
    people: tuple[Entry, ...]
    achievements: tuple[Entry, ...]
    milestones: tuple[Entry, ...]
    submissions: tuple[Entry, ...]
    scenes: Mapping[str, tuple[Entry, ...]]

    @classmethod
    def read(cls, folder: Path, today: date) -> Content:
        """Read a folder of content. Raises CommandError."""
        programs = [read_yaml(path) for path in sorted(folder.glob("achievements/*.yaml"))]
        return cls(
            folder=folder,
            today=today,
            organizations=tuple(read_yaml(folder / "organizations.yaml")["organizations"]),
            people=tuple(read_yaml(folder / "people.yaml")["people"]),
            achievements=tuple(program for program in programs if "milestones" not in program),
            milestones=tuple(row for program in programs for row in program.get("milestones", ())),
            submissions=tuple(read_yaml(path) for path in sorted(folder.glob("submissions/*.yaml"))),
            scenes={name: tuple(rows) for file in _SCENES for name, rows in read_yaml(folder / file).items()},
        )

    def moment(self, day: date, hour: int, minute: int = 0) -> datetime:
        """Return the moment that a day of the files has become."""
        return datetime.combine(self.day(day), time(hour, minute), UTC)

    def day(self, day: date) -> date:
        """Return the day that a day of the files has become."""
        return day + self._shift

    def table(self, name: str) -> bytes:
        """Return a table of a bulk award, with its dates moved."""
        return self._dated((self.folder / "batches" / name).read_text(encoding="utf-8")).encode()

    def double_ratings(self) -> dict[str, bytes]:
        """Return the works that were rated twice before: a table for each achievement, with its dates moved."""
        text = (self.folder / "double_ratings.csv").read_text(encoding="utf-8")
        head, *lines = self._dated(text).splitlines()
        tables: dict[str, list[str]] = {}
        for line in lines:
            name, _comma, rest = line.partition(",")
            tables.setdefault(name, [head.partition(",")[2]]).append(rest)
        return {name: "\n".join(table).encode() for name, table in tables.items()}

    def class_table(self, name: str) -> list[dict[str, str]]:
        """Return the learners of a class, each with what they handed in and what was found."""
        with (self.folder / "classes" / name).open(encoding="utf-8", newline="") as file:
            return list(csv.DictReader(file))

    def piece(self, name: str) -> bytes:
        """Return a file that somebody hands in, with its dates moved."""
        return self._dated((self.folder / "files" / name).read_text(encoding="utf-8")).encode()

    def scene(self, name: str) -> Iterator[Entry]:
        """Go through the scenes of a kind, none where there are none."""
        yield from self.scenes.get(name, ())

    def _dated(self, text: str) -> str:
        return _DAY.sub(lambda found: str(date.fromisoformat(found.group()) + self._shift), text)

    @property
    def _shift(self) -> timedelta:
        return self.today - WRITTEN_ON
