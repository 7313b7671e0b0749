# SPDX-License-Identifier: Apache-2.0
"""The double ratings of the demonstration come to the figures that were worked out for them apart from this program."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from typing import Any, Final

import pytest
from django.test import Client

from cairn.achievements.models import AchievementVersion
from cairn.assessment import selectors
from cairn.assessment.models import AgreementFigures, Brake
from cairn.assessment.reliability import RatingRow, RatingTable, measure
from cairn.assessment.selectors import StandingState
from cairn.cli.demonstration.load import Loaded
from cairn.foundation.models import OutgoingMail
from cairn.foundation.scopes import everything
from tests.shared_data import shared_path
from tests.web.markup import flat

pytestmark = pytest.mark.django_db
_NAMES: Final = {
    "rubric-accessible-materials": "accessible-class-materials",
    "rubric-blueprint-reading": "blueprint-reading-for-the-job-site",
    "rubric-collaboration": "working-together-on-a-project",
    "rubric-data-storytelling": "data-storytelling-with-spreadsheets",
    "rubric-digital-media-literacy": "digital-media-literacy",
    "rubric-ethical-ai-at-work": "using-ai-tools-at-work-with-care",
    "rubric-family-communication": "two-way-family-communication",
    "rubric-forklift-operator": "forklift-operator-counterbalance-trucks",
    "rubric-infection-control": "infection-control-at-the-bedside",
    "rubric-patient-communication": "talking-with-patients-and-families",
    "rubric-resilient-leadership": "leading-a-small-team-through-a-setback",
    "rubric-retrieval-practice": "retrieval-practice-in-daily-lessons",
    "rubric-sql-foundations": "sql-foundations",
}


def _measured() -> Mapping[str, Mapping[str, Any]]:
    with everything("a test looks"):
        rows = AgreementFigures.objects.select_related("achievement")
        return {row.achievement.slug: row.measured for row in rows}


def _version(slug: str) -> AchievementVersion:
    with everything("a test looks"):
        found: AchievementVersion = AchievementVersion.objects.select_related("achievement", "organization").get(
            achievement__slug=slug, number=1
        )
    return found


def _table(name: str, levels: tuple[str, ...]) -> RatingTable:
    """Return the ratings of one achievement as they stand in the shared table, raters under their own ids."""
    text = shared_path("demo-content/double_ratings.csv").read_text(encoding="utf-8")
    rows = [row for row in csv.DictReader(text.splitlines()) if f"rubric-{row['achievement']}" == name]
    given = (
        RatingRow(row["work_id"], row[f"rater_{end}"], row["criterion"], row[f"level_{end}"])
        for row in rows
        for end in "ab"
    )
    return RatingTable.from_rows(given, levels)


def test_every_rubric_comes_to_what_the_table_gives(loaded: Loaded) -> None:
    stored = _measured()
    assert set(stored) == set(_NAMES.values())
    for name, slug in _NAMES.items():
        found = measure(_table(name, tuple(stored[slug]["levels"]))).to_json()
        assert found["all"] == stored[slug]["all"]
        assert found["criteria"] == stored[slug]["criteria"]


def test_every_rubric_comes_close_to_what_was_worked_out_apart(loaded: Loaded) -> None:
    """That took the raters of a work in the order of the table, and Cairn takes them in the order of their ids."""
    stored = _measured()
    with shared_path("demo-content/reliability.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            measured = stored[_NAMES[row["rubric"]]]
            found, kappa = measured["all"], measured["all"]["cohen_kappa_quadratic"]
            assert (found["n_works"], found["n_pairs"]) == (int(row["works"]), int(row["ratings"]))
            assert kappa["value"] == pytest.approx(float(row["weighted_kappa"]), abs=0.012)
            assert round(found["percent_agreement"]["value"], 2) == float(row["exact"])
            assert round(found["adjacent_agreement"]["value"], 2) == float(row["within_one"])
            assert round(measured["same_result"]["value"], 2) == float(row["same_decision"])


def test_one_brake_is_on_and_its_owner_knows(loaded: Loaded) -> None:
    version = _version("working-together-on-a-project")
    with everything("a test looks"):
        [brake] = Brake.objects.all()
        standing = selectors.current_standing(version.achievement_id)
    assert (brake.achievement_id, brake.reason, str(brake.low), brake.n_works) == (
        *(version.achievement_id, "low"),
        *("0.539", 24),
    )
    assert standing is not None
    assert (standing.state, standing.rates_all_twice) == (StandingState.BELOW_FLOOR, True)
    letters = OutgoingMail.objects.filter(subject="“Working Together on a Project”: the brake is on")
    assert [letter.to for letter in letters] == ["joyce.abernethy@example.org"]


def test_the_public_reads_that_assessors_agree(loaded: Loaded, client: Client) -> None:
    version = _version("digital-media-literacy")
    page = flat(client.get(f"/achievements/{version.achievement_id}/reliability").content.decode())
    assert (
        "<h1>Two assessors give the same level 71 times in 100. That is close enough to let one assessor decide.</h1>"
        in page
    )
    assert "Cohen’s kappa, quadratic weights: 0.82 (0.75 to 0.86)." in page
    assert "40 works rated twice by 3 assessors" in page
