# SPDX-License-Identifier: Apache-2.0
"""Who somebody is, hidden in their own words: every rule of `masking`, and what stays."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cairn.assessment.aliases import BIRDS, PLACES, alias_of, assessor_alias
from cairn.assessment.masking import MARK, Identity, mask_identity, names_in_address
from cairn.foundation.ids import new_id

ADA = Identity(("Ada Okafor",), ("ada.okafor@example.org", "info@ada.example"), ("adao",))
WILL = Identity(("Will Hope",), ("will@example.org",))
MARIA = Identity(("María de la Cruz Núñez",))
AHMAD = Identity(("أحمد بن علي الحسني",))
AMAL = Identity(("أمل سعيد",))
XIAOMING = Identity(("王小明",))
LI = Identity(("Bo Li",))
LUKASZ = Identity(("Łukasz Sørensen",))
LEVI = Identity(("דוד לוינסקי",))


@pytest.mark.parametrize(
    ("identity", "text", "expected"),
    [
        (ADA, "Ada Okafor wrote this.", "# wrote this."),
        (ADA, "It was ADA, and ada again.", "It was #, and # again."),
        (ADA, "Okafor, Ada", "#"),
        (ADA, "Ada's plan, and Okafor’s too", "#'s plan, and #’s too"),
        (ADA, "A. Okafor", "A. #"),
        (ADA, "Ada. Okafor came.", "#. # came."),
        (ADA, "adaokafor, AdaOkafor.pdf and ada_okafor_2", "#.pdf and #_2"),
        (ADA, "ada2024", "#2024"),
        (ADA, "Write to ada.okafor@example.org or adao", "Write to # or #"),
        (ADA, "info is a word, info@ada.example is not", "info is a word, # is not"),
        (ADA, "Canada, Adam, adage, Okafors", "Canada, Adam, adage, Okafors"),
        (ADA, "A\u200bda O\u0301kafor ＡＤＡ", "#"),
        (ADA, "", ""),
        (WILL, "Will you mark it? I hope so, and I will.", "Will you mark it? I hope so, and I will."),
        (WILL, "Then Will came, full of hope.", "Then # came, full of hope."),
        (WILL, "Will Hope did this.", "# did this."),
        (WILL, "WILL", "WILL"),
        (Identity(("Hope Okafor",)), "I hope Okafor wins. It is Hope Okafor.", "I hope # wins. It is #."),
        (MARIA, "La cruz de la iglesia", "La cruz de la iglesia"),
        (MARIA, "Soy Maria de la Cruz, o MARÍA; nunez", "Soy #, o #; #"),
        (LUKASZ, "lukasz sorensen", "#"),
        (AHMAD, "كتب أحمد هذا", "كتب # هذا"),
        (AHMAD, "كتب احمد بن علي", "كتب #"),
        (AHMAD, "أَحْمَد", "#"),
        (AHMAD, "هذا بن آخر", "هذا بن آخر"),
        (AHMAD, "عمل لأحمد", "عمل #"),
        (AMAL, "لدي أمل كبير", "لدي أمل كبير"),
        (AMAL, "أنا أمل سعيد", "أنا #"),
        (LEVI, "שלום, אני דוד.", "שלום, אני #."),
        (XIAOMING, "这是王小明的作业", "这是#的作业"),
        (LI, "Bo Li came. Li Bo too. The bo is li.", "# came. # too. The bo is li."),
        (Identity(), "Nobody in particular", "Nobody in particular"),
    ],
)
def test_a_person_is_hidden_and_other_words_stay(identity: Identity, text: str, expected: str) -> None:
    assert mask_identity(text, identity, "#") == expected


def test_the_usual_mark_says_what_it_is() -> None:
    assert mask_identity("I am Ada.", ADA) == f"I am {MARK}."


@pytest.mark.parametrize(
    ("address", "told"),
    [
        ("https://example.org/~ada", True),
        ("https://example.org/%61da/plan", True),
        ("https://sites.example/okaforsblog", True),
        ("https://okafor.example/", True),
        ("https://canada.example/adage", False),
        ("https://example.org/plan", False),
    ],
)
def test_an_address_that_tells_is_known(address: str, told: bool) -> None:  # noqa: FBT001
    assert names_in_address(address, ADA) is told


@given(before=st.text(max_size=30), after=st.text(max_size=30))
def test_a_name_between_any_words_is_never_left_and_the_rest_is_never_lost(before: str, after: str) -> None:
    masked = mask_identity(f"{before} Zelmira {after}", Identity(("Zelmira Quistgaard",)), "\x00")
    assert "zelmira" not in masked.casefold()
    if "\x00" not in before + after and not {"z", "q"} & set((before + after).casefold()):
        assert masked.replace("\x00", "Zelmira") == f"{before} Zelmira {after}"


def test_a_long_text_is_masked_in_time() -> None:
    text = "Lorem ipsum dolor sit amet, Ada said. " * 6000
    started = time.process_time()
    assert mask_identity(text, ADA).count(MARK) == 6000
    assert time.process_time() - started < 1.5


def test_a_work_has_one_bird_and_works_have_many() -> None:
    ids = [new_id() for _number in range(2000)]
    names = [alias_of(one) for one in ids]
    assert names == [alias_of(one) for one in ids]
    assert len(set(names)) > 1950
    place, bird, number = names[0].split()
    assert (place in map(str, PLACES), bird in map(str, BIRDS), 10 <= int(number) < 100) == (True, True, True)
    assert (len(set(BIRDS)), len(set(PLACES))) == (len(BIRDS), len(PLACES))


def test_assessors_are_called_by_their_seat() -> None:
    assert [assessor_alias(seat) for seat in (1, 2, 26, 27, 52, 53)] == [
        "Assessor A", "Assessor B", "Assessor Z", "Assessor AA", "Assessor AZ", "Assessor BA",
    ]  # fmt: skip
