# SPDX-License-Identifier: Apache-2.0
"""The queue of an organization with 10,000 open works and 200 assessors, through the whole stack of a request.

    python -m benchmarks.assessing.bench [--works N] [--assessors N] [--real FOLDER]

With a folder of the Open University data (`real/oulad` of the shared data), the works are the 11,247 that were handed
in there in six weeks of 2014, as they waited on the morning after. Prints JSON: the 95th percentile of the page,
before and after handing out, and filtered; how long it takes to hand everything out; and how far above the mean an
assessor ends while somebody who could have had one of their works is below it. It works on an empty database of its
own: SQLite in a temporary folder, or `DATABASE_URL`.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
from collections import Counter
from dataclasses import asdict, dataclass
from pathlib import Path
from statistics import quantiles
from time import perf_counter
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from cairn.accounts.models import Person
    from cairn.organizations.models import Organization

WORKS: Final = 10_000
ASSESSORS: Final = 200
_REQUESTS: Final = 100
_ROOT: Final = Path(__file__).parents[2]


@dataclass(frozen=True, slots=True)
class Figures:
    """What was measured. `most_over_mean` is 1 where nobody is above the mean while somebody eligible is below it."""

    works: int
    page_p95_milliseconds: float
    held_page_p95_milliseconds: float
    filtered_page_p95_milliseconds: float
    hand_out_seconds: float
    handed_out: int
    most_over_mean: float


def find_real() -> Path | None:
    """Return the folder of the real works; None where the shared data is missing."""
    folder = Path(os.environ.get("CAIRN_SHARED", _ROOT.parent / "shared")) / "real" / "oulad"
    return folder if folder.is_dir() else None


def measure_queue(
    *, works: int = WORKS, assessors: int = ASSESSORS, real: Path | None = None
) -> dict[str, float | None]:
    """Measure in a process with settings and a database of its own; figures by name."""
    command = [sys.executable, "-m", "benchmarks.assessing.bench", "--works", str(works), "--assessors", str(assessors)]
    command += ["--real", str(real)] if real else []
    done = subprocess.run(command, check=True, capture_output=True, text=True, timeout=600, cwd=_ROOT)
    figures: dict[str, float | None] = json.loads(done.stdout)
    return figures


def _measure(works: int, assessors: int, real: Path | None) -> Figures:
    from benchmarks.assessing.crowd import make_crowd, make_real_crowd  # noqa: PLC0415 - after the settings are loaded
    from cairn.assessment import services  # noqa: PLC0415
    from cairn.foundation import clock  # noqa: PLC0415
    from cairn.foundation.actors import SYSTEM  # noqa: PLC0415
    from cairn.foundation.scopes import everything  # noqa: PLC0415

    with everything("a measurement makes its own data"):
        crowd = make_real_crowd(real, assessors=assessors) if real else make_crowd(works=works, assessors=assessors)
    page = f"/o/{crowd.organization.slug}/queue/"
    with clock.at(crowd.now):
        before = _p95(crowd.assessors, page)
        filtered = _p95(crowd.assessors, f"{page}?{crowd.filtered}")
        started = perf_counter()
        handed = services.assign_waiting(crowd.organization, acting=SYSTEM)
        seconds = perf_counter() - started
        held = _p95(crowd.assessors, page)
        most = _most_over_mean(crowd.organization)
    return Figures(_count_works(), before, held, filtered, seconds, handed.works, most)


def _count_works() -> int:
    from cairn.assessment.models import Submission  # noqa: PLC0415 - after the settings are loaded
    from cairn.foundation.scopes import everything  # noqa: PLC0415

    with everything("a measurement counts"):
        count: int = Submission.objects.count()
    return count


def _p95(raters: list[Person], address: str) -> float:
    """Ask for a page, each time as another assessor, and return the 95th percentile in milliseconds."""
    from django.test import Client  # noqa: PLC0415 - after the settings are loaded

    times = []
    for number in range(_REQUESTS + 1):
        client = Client(SERVER_NAME="localhost")
        client.force_login(raters[number % len(raters)], backend="allauth.account.auth_backends.AuthenticationBackend")
        started = perf_counter()
        answer = client.get(address)
        times.append((perf_counter() - started) * 1000)
        if answer.status_code != 200:
            raise SystemExit(f"{address} answered {answer.status_code}")
    # The first request loads templates and routes.
    return round(quantiles(times[1:], n=20)[-1], 1)


def _most_over_mean(organization: Organization) -> float:
    """Return the highest load over the mean of those who hold a work that somebody below the mean could have had."""
    from cairn.assessment.models import Rating, Submission  # noqa: PLC0415 - after the settings are loaded
    from cairn.assessment.selectors.bars import find_bar  # noqa: PLC0415
    from cairn.assessment.selectors.crowd import list_assessors  # noqa: PLC0415
    from cairn.foundation.scopes import organization_scope  # noqa: PLC0415

    with organization_scope(organization.pk):
        people = list_assessors(organization)
        loads = Counter(dict.fromkeys(people, 0))
        held = list(Rating.objects.values_list("assessor_id", "submission_id"))
        loads.update(assessor for assessor, _work in held)
        mean = sum(loads.values()) / len(people)
        below = [person for person in people if loads[person] < mean]
        highest = 1.0
        for assessor, work in held:
            if loads[assessor] / mean <= highest:
                continue
            row = Submission.objects.select_related("version").get(pk=work)
            had = set(Rating.objects.filter(submission=row).values_list("assessor_id", flat=True))
            if any(person not in had and find_bar(row, person) is None for person in below):
                highest = loads[assessor] / mean
    return round(highest, 3)


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--works", type=int, default=WORKS)
    parser.add_argument("--assessors", type=int, default=ASSESSORS)
    parser.add_argument("--real", type=Path, help="a folder of the Open University data, for real works")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        os.environ["CAIRN_DATA"] = folder
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cairn.config.settings")
        import django  # noqa: PLC0415 - after the environment is set

        django.setup()
        from django.core.management import call_command  # noqa: PLC0415 - after the settings are loaded

        call_command("migrate", interactive=False, verbosity=0)
        json.dump(asdict(_measure(arguments.works, arguments.assessors, arguments.real)), sys.stdout)


if __name__ == "__main__":
    main()
