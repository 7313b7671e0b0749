# SPDX-License-Identifier: Apache-2.0
"""Real learners: everybody who passed a module of the Open University, from the page, with an in-process worker."""

from __future__ import annotations

import csv
import gzip
import io
from collections.abc import Iterator
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from cairn.credentials.models import AchievementCredential, AwardBatch, BatchState
from cairn.foundation.scopes import everything
from tests.domain.credentials.checking import judge
from tests.factories.credentials import School
from tests.shared_data import shared_path

HOME = "/o/hillside/awards/"
LARGER = (("BBB", 3754), ("CCC", 1678), ("DDD", 2610))
DRILL = pytest.mark.drill
PASSED = frozenset({"Pass", "Distinction"})


def passed_of(module: str) -> list[str]:
    """Return the numbers of those who passed a module, in any of its terms."""
    packed = shared_path("real/oulad/studentInfo.csv.gz").read_bytes()
    rows = csv.DictReader(io.StringIO(gzip.decompress(packed).decode()))
    return [row["id_student"] for row in rows if row["code_module"] == module and row["final_result"] in PASSED]


def table_of(numbers: list[str]) -> bytes:
    """Return a table with one column."""
    return "\n".join(["identifier", *numbers, ""]).encode()


def award_from_page(client: Client, school: School, data: bytes) -> AwardBatch:
    """Bring a table and award it, as a person does."""
    file: Any = SimpleUploadedFile("oulad.csv", data, content_type="text/csv")
    given = {"version": str(school.version.pk), "key": "oulad", "file": file}
    checked = client.post(f"{HOME}tables/new/", given)
    assert checked.status_code == 302
    client.post(f"{checked['Location']}start/", {"key": "go", "notify": "now"})
    with everything("a test looks at what was stored"):
        batch: AwardBatch = AwardBatch.objects.get()
    return batch


def documents() -> Iterator[bytes]:
    """Walk everything that was signed."""
    with everything("a test looks at what was stored"):
        yield from (bytes(row.document) for row in AchievementCredential.objects.order_by("pk").iterator(200))


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(("module", "count"), [("AAA", 531), *(pytest.param(*case, marks=DRILL) for case in LARGER)])
def test_everybody_who_passed_a_module_holds_a_credential_that_verifies(
    issuer: Client, school: School, module: str, count: int
) -> None:
    numbers = passed_of(module)
    assert len(numbers) == count
    batch = award_from_page(issuer, school, table_of(numbers))
    assert (batch.state, batch.rows, batch.rows_good) == (BatchState.DONE, count, count)
    verdicts = [judge(document).verdict.value for document in documents()]
    assert verdicts == ["verified"] * count
