# SPDX-License-Identifier: Apache-2.0
"""One more double rating in a rubric that has 100,000 ratings, with its database, and the measurement that follows.

    python -m benchmarks.assessing.arriving [--works N] [--rounds N]

Prints JSON: the median and the 95th percentile of storing a double rating and counting it, and how long it takes in the
background to measure every figure with its interval, each assessor and each window of time. It works on an empty
database of its own: SQLite in a temporary folder, or `DATABASE_URL`.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import timedelta
from pathlib import Path
from statistics import median, quantiles
from time import perf_counter
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from cairn.achievements.models import AchievementVersion
    from cairn.assessment.models import DoubleRating

WORKS: Final = 25_000
"""Of two criteria, rated by two."""
ROUNDS: Final = 100
_RATERS: Final = 80
_LEVELS: Final = ("not_yet", "meets", "exceeds")
_ROOT: Final = Path(__file__).parents[2]


@dataclass(frozen=True, slots=True)
class Figures:
    """What was measured."""

    ratings: int
    one_rating_median_milliseconds: float
    one_rating_p95_milliseconds: float
    measurement_seconds: float


def measure_arriving(*, works: int = WORKS, rounds: int = ROUNDS) -> dict[str, float | None]:
    """Measure in a process with settings and a database of its own; figures by name."""
    command = [sys.executable, "-m", "benchmarks.assessing.arriving", "--works", str(works), "--rounds", str(rounds)]
    done = subprocess.run(command, check=True, capture_output=True, text=True, timeout=600, cwd=_ROOT)
    figures: dict[str, float | None] = json.loads(done.stdout)
    return figures


def _measure(works: int, rounds: int) -> Figures:
    from cairn.assessment.models import AgreementFigures, DoubleRating  # noqa: PLC0415 - after the settings are loaded
    from cairn.assessment.services.agreement import add_all_to_figures, measure_figures  # noqa: PLC0415
    from cairn.foundation.scopes import everything  # noqa: PLC0415
    from tests.factories.achievements import make_published_version  # noqa: PLC0415
    from tests.factories.people import make_organization  # noqa: PLC0415

    with everything("a measurement makes its own data"):
        version = make_published_version(make_organization("large"))
        rows = list(_rows(version, works + rounds))
        DoubleRating.objects.bulk_create(rows[:works], batch_size=1000)
        add_all_to_figures(version, rows[:works])
        times = [_time_one(row) for row in rows[works:]]
        AgreementFigures.objects.update(measured_at=None)
        figures = AgreementFigures.objects.get()
        started = perf_counter()
        measure_figures.func(str(figures.pk))
        seconds = perf_counter() - started
    return Figures(works * 4, round(median(times), 1), round(quantiles(times, n=20)[-1], 1), round(seconds, 1))


def _time_one(row: DoubleRating) -> float:
    from django.db import transaction  # noqa: PLC0415 - after the settings are loaded

    from cairn.assessment.services.agreement import add_to_figures  # noqa: PLC0415

    started = perf_counter()
    with transaction.atomic():
        row.save(force_insert=True)
        add_to_figures(row, row.version.definition.rubric)
    return (perf_counter() - started) * 1000


def _rows(version: AchievementVersion, count: int) -> Iterator[DoubleRating]:
    """Make works whose two assessors mostly agree."""
    from cairn.achievements.rubrics import rubric_digest  # noqa: PLC0415 - after the settings are loaded
    from cairn.assessment.models import DoubleRating  # noqa: PLC0415
    from cairn.foundation import clock  # noqa: PLC0415

    rng, now, rubric = random.Random(7), clock.now(), version.definition.rubric
    digest, criteria = rubric_digest(rubric), [criterion.id for criterion in rubric.criteria]
    for number in range(count):
        first = {criterion: rng.randrange(len(_LEVELS)) for criterion in criteria}
        second = {name: min(2, max(0, level + rng.choice((0, 0, 0, 0, 1, -1)))) for name, level in first.items()}
        yield DoubleRating(
            organization_id=version.organization_id,
            work=f"work-{number}",
            round=1,
            version=version,
            rubric_digest=digest,
            rater_a=f"a-{rng.randrange(_RATERS // 2):02}",
            rater_b=f"b-{rng.randrange(_RATERS // 2):02}",
            levels_a={name: _LEVELS[level] for name, level in first.items()},
            levels_b={name: _LEVELS[level] for name, level in second.items()},
            passed_a=min(first.values()) > 0,
            passed_b=min(second.values()) > 0,
            is_planned=True,
            at=now - timedelta(minutes=count - number),
        )


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--works", type=int, default=WORKS)
    parser.add_argument("--rounds", type=int, default=ROUNDS)
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        os.environ["CAIRN_DATA"] = folder
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cairn.config.settings")
        import django  # noqa: PLC0415 - after the settings are named

        django.setup()
        from django.core.management import call_command  # noqa: PLC0415

        call_command("migrate", verbosity=0)
        print(json.dumps(asdict(_measure(arguments.works, arguments.rounds))))


if __name__ == "__main__":
    main()
