# SPDX-License-Identifier: Apache-2.0
"""The bank of rubrics: whole in every language, each level told apart, and no word that splits raters."""

from __future__ import annotations

import re
from collections import Counter
from typing import Final

import pytest

from cairn.achievements.definition import Origin
from cairn.achievements.readiness import find_problems
from cairn.achievements.rubrics.bank import BankRubric, get_bank_rubric, list_bank
from cairn.achievements.rubrics.document import require_usable
from cairn.achievements.translate import share_translated
from cairn.foundation.errors import NotFound
from tests.factories.achievements import make_definition

LANGUAGES: Final = ("en", "es", "ar")
BANK: Final = list_bank()
# Words by which two people mean two things, in each language of the bank.
VAGUE: Final = {
    "en": re.compile(
        r"\b(?:good|well|bad|nice|clear\w*|appropriate\w*|adequate\w*|excellent|effective\w*|sufficient\w*|reasonabl\w*"
        r"|acceptable|strong\w*|weak\w*|poor\w*|some|many|few|often|sometimes|usually|mostly|very|quality)\b",
        re.IGNORECASE,
    ),
    "es": re.compile(
        r"\b(?:buen[oa]?s?|bien|mal[oa]s?|clar[oa]s?|claramente|apropiad\w+|adecuad\w+|excelente|eficaz|efectiv\w+"
        r"|suficiente\w*|razonable|aceptable|fuertes?|débil\w*|much[oa]s|poc[oa]s|a menudo|a veces|muy|calidad)\b",
        re.IGNORECASE,
    ),
    "ar": re.compile(
        r"(?:^|\s)(?:جيد\w*|سيئ\w*|واضح\w*|مناسب\w*|ممتاز\w*|فعال\w*|كاف|كافية|مقبول\w*|كثير\w*|أحيان\w*|غالب\w*)"
    ),
}


def _texts(language: str) -> list[tuple[str, str]]:
    """Return every descriptor of the bank in a language, with its place."""
    return [
        (f"{entry.id}/{row.id}/{cell.level}", cell.text)
        for entry in BANK
        for row in entry.document.in_language(language).criteria
        for cell in row.descriptors
    ]


def test_there_are_five_for_durable_skills() -> None:
    assert [entry.id for entry in BANK] == ["communication", "collaboration", "leadership", "resilience", "empathy"]
    assert get_bank_rubric("empathy") is BANK[4]
    with pytest.raises(NotFound):
        get_bank_rubric("kindness")


@pytest.mark.parametrize("entry", BANK, ids=lambda entry: entry.id)
def test_each_is_whole_in_every_language(entry: BankRubric) -> None:
    document = entry.document
    require_usable(document)
    assert len(document.levels) == 4
    assert 3 <= len(document.criteria) <= 5
    assert set(document.languages) == set(LANGUAGES)
    for language in document.languages[1:]:
        done, wanted = share_translated(document.as_definition(), language)
        assert done == wanted
    assert sum(len(cell.exemplars) for row in document.criteria for cell in row.descriptors) >= 2
    assert (entry.source.origin, entry.source.digest) == (Origin.BANK, document.digest())


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_two_levels_read_the_same(language: str) -> None:
    counts = Counter(text.casefold() for _place, text in _texts(language))
    assert [text for text, count in counts.items() if count > 1] == []
    assert len(counts) == 76


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_word_splits_raters(language: str) -> None:
    found = {place: match[0] for place, text in _texts(language) if (match := VAGUE[language].search(text))}
    assert found == {}


@pytest.mark.parametrize(
    ("language", "words"),
    [("en", "A clear structure"), ("es", "Una estructura muy clara"), ("ar", "بناء واضح")],
)
def test_the_lint_finds_such_words(language: str, words: str) -> None:
    assert VAGUE[language].search(words)


@pytest.mark.parametrize("entry", BANK, ids=lambda entry: entry.id)
def test_nothing_in_them_keeps_a_draft_from_being_published(entry: BankRubric) -> None:
    rubric = entry.document.rubric
    tied = tuple(row.model_copy(update={"outcomes": ("O1", "O2"), "evidence": ("a1",)}) for row in rubric.criteria)
    definition = make_definition(rubric=rubric.model_copy(update={"criteria": tied}))
    assert {finding.code for finding in find_problems(definition) if finding.code.startswith("RUB")} == set()
