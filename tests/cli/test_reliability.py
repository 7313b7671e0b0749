# SPDX-License-Identifier: Apache-2.0
"""`cairn reliability`: what it reads, what it says, and what it refuses."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Final

import pytest

from cairn.assessment.reliability import FIGURES, RatingRow, RatingTable, measure
from cairn.standards.types import JsonObject
from tests.hostile.command import Cairn, Ended
from tests.shared_data import shared_path

LONG: Final = """\
work,rater,criterion,level
w1,ada,plan,low
w1,bo,plan,high
w1,ada,talk,middle
w1,bo,talk,middle
w2,ada,plan,high
w2,bo,plan,high
w2,ada,talk,low
w2,bo,talk,low
w3,ada,plan,low
"""
WIDE: Final = """\
work_id,criterion,rater_a,rater_b,level_a,level_b
w1,plan,ada,bo,low,high
w1,talk,ada,bo,middle,middle
w2,plan,bo,ada,high,high
w2,talk,ada,bo,low,low
w3,plan,ada,,low,
"""
LEVELS: Final = "low,middle,high"


def _run(cairn: Cairn, text: str, *options: str, levels: str = LEVELS) -> Ended:
    cairn.write("ratings.csv", text.encode("utf-8"))
    return cairn("reliability", "ratings.csv", "--levels", levels, *options)


def _report(cairn: Cairn, text: str, *options: str, levels: str = LEVELS) -> JsonObject:
    ended = _run(cairn, text, "--json", *options, levels=levels)
    assert (ended.exit_code, ended.errors) == (0, "")
    return ended.report


def _rows(text: str) -> list[RatingRow]:
    return [RatingRow(*line.split(",")) for line in text.splitlines()[1:]]


# --- what it says ---


def test_the_report_for_programs_is_the_measurement(cairn: Cairn) -> None:
    report = _report(cairn, LONG)
    assert report == measure(RatingTable.from_rows(_rows(LONG), LEVELS.split(","))).to_json()
    assert (report["seed"], report["draws"]) == (7, 2000)
    assert list(report["all"]) == ["n_works", "n_pairs", *FIGURES]
    assert (report["all"]["n_works"], report["all"]["n_pairs"]) == (2, 4)
    assert report["all"]["percent_agreement"]["value"] == 0.75
    assert list(report["criteria"]) == ["plan", "talk"]


def test_two_raters_a_row_are_read_as_one_rating_a_row(cairn: Cairn) -> None:
    assert _report(cairn, WIDE) == _report(cairn, LONG)


def test_columns_may_stand_in_any_order_with_others_between(cairn: Cairn) -> None:
    other = "\ufeffLevel , note,criterion,RATER,work\n" + "".join(
        f" {row.level},“yes”,{row.criterion},{row.rater} ,{row.work}\n\n" for row in _rows(LONG)
    )
    assert _report(cairn, other) == _report(cairn, LONG)


def test_seed_and_draws_are_taken_and_told(cairn: Cairn) -> None:
    report = _report(cairn, LONG, "--seed", "3", "--draws", "50")
    assert report == measure(RatingTable.from_rows(_rows(LONG), LEVELS.split(",")), seed=3, draws=50).to_json()
    assert (report["seed"], report["draws"]) == (3, 50)


def test_a_person_reads_a_sentence_and_a_table(cairn: Cairn) -> None:
    ended = _run(cairn, LONG)
    assert (ended.exit_code, ended.errors) == (0, "")
    assert " ".join(ended.output.split("\n\n")[0].split()) == (
        "2 works were rated by two or more raters, which gives 4 pairs of levels. Two raters give the same level "
        "75 times in 100, and are within one level 75 times in 100."
    )
    lines = ended.output.splitlines()
    assert "All criteria together                value   95 % range, 2,000 draws of works" in lines
    assert "  Same level                          0.75   0.50 to 1.00" in lines
    assert "  talk            2        1.00    1.00" in lines
    assert "Below 30 works, the ranges are not to be relied on. Have more works rated" in lines
    assert max(map(len, lines)) <= 80


def test_what_is_undefined_is_explained_once(cairn: Cairn) -> None:
    ended = _run(cairn, "work,rater,criterion,level\nw,a,c,low\nw,b,c,low\nw,c,c,low\n")
    assert "1 work was rated by two or more raters, which gives 3 pairs of levels." in ended.output
    assert "  Cohen's kappa                          -   see 2" in ended.output
    assert "  Fleiss' kappa                          -   see 3" in ended.output
    assert ended.output.count("A work has more than two raters") == 1
    report = _report(cairn, "work,rater,criterion,level\nw,a,c,low\nw,b,c,low\nw,c,c,low\n")
    assert report["all"]["cohen_kappa"] == {
        "undefined": "A work has more than two raters, and Cohen's kappa compares two. Read Krippendorff's alpha."
    }


def test_enough_works_need_no_warning_but_their_criteria_may(cairn: Cairn) -> None:
    rows = "".join(f"w{number},{rater},c,{'low' if number % 3 else 'high'}\n" for number in range(30) for rater in "ab")
    head = "work,rater,criterion,level\n"
    assert "Below 30" not in _run(cairn, head + rows).output
    more = _run(cairn, head + rows + "w1,a,rare,low\nw1,b,rare,low\n").output
    assert "Below 30 works, ranges are not to be relied on. So it is with: rare." in more


def test_a_share_short_of_all_is_not_called_all(cairn: Cairn) -> None:
    rows = "".join(f"w{number},{rater},c,low\n" for number in range(300) for rater in "ab")
    output = _run(cairn, "work,rater,criterion,level\n" + rows.replace("w0,a,c,low", "w0,a,c,high")).output
    assert "the same level 99 times in 100" in " ".join(output.split())


def test_it_needs_no_database_and_no_settings(cairn: Cairn) -> None:
    cairn.write("ratings.csv", LONG.encode())
    program = (
        "import sys; sys.argv = ['cairn', 'reliability', 'ratings.csv', '--levels', 'low,middle,high', '--json']\n"
        "from cairn.cli import main\n"
        "assert 'numpy' not in sys.modules\n"
        "try: main()\n"
        "finally: assert 'django' not in sys.modules\n"
    )
    subprocess.run([sys.executable, "-c", program], cwd=cairn.folder, check=True, capture_output=True, timeout=60)


# --- several achievements in one file ---


def _several(names: Sequence[str] = ("first", "second")) -> str:
    lines = [f"{name},{line}" for name in names for line in LONG.splitlines()[1:]]
    return "\n".join(
        ["achievement,work,rater,criterion,level", *lines, "third,w9,ada,plan,low", "third,w9,bo,plan,odd"]
    )


def test_one_achievement_can_be_named(cairn: Cairn) -> None:
    report = _report(cairn, _several(), "--achievement", "second")
    assert (report.pop("achievements"), report.pop("left_out")) == (["second"], [])
    assert report == _report(cairn, LONG)


def test_those_of_the_same_scale_are_measured_together(cairn: Cairn) -> None:
    report = _report(cairn, _several())
    assert (report["achievements"], report["left_out"]) == (["first", "second"], ["third"])
    assert list(report["criteria"]) == ["first/plan", "first/talk", "second/plan", "second/talk"]
    assert (report["all"]["n_works"], report["all"]["n_pairs"]) == (4, 8)
    output = _run(cairn, _several()).output
    assert output.startswith("first, second. 4 works were rated")
    assert "Left out: third. Choose one with --achievement." in output


def test_one_that_fits_alone_keeps_the_names_of_its_criteria(cairn: Cairn) -> None:
    report = _report(cairn, _several(["first"]))
    assert (list(report["criteria"]), report["left_out"]) == (["plan", "talk"], ["third"])


@pytest.mark.parametrize("levels", ["developing,basic,proficient", "not_yet,developing,proficient,advanced"])
def test_the_double_ratings_of_the_demonstration_are_read(levels: str, cairn: Cairn) -> None:
    path = shared_path("demo-content/double_ratings.csv")
    report = cairn("reliability", path, "--levels", levels, "--draws", "20", "--json").report
    assert {len(report["achievements"]), len(report["achievements"]) + len(report["left_out"])} == {3, 13}


def test_one_achievement_of_the_demonstration(cairn: Cairn) -> None:
    path = shared_path("demo-content/double_ratings.csv")
    levels = "beginning,getting_there,got_it,beyond"
    found = cairn("reliability", path, "--levels", levels, "--achievement", "collaboration", "--json").report["all"]
    assert (found["n_works"], found["n_pairs"]) == (24, 96)
    assert round(found["cohen_kappa_quadratic"]["value"], 2) == 0.69


# --- what it refuses ---

HEAD: Final = "work,rater,criterion,level\n"
NAMES: Final = "Name them work, rater, criterion, level; or work, rater_a, rater_b, criterion, level_a, level_b."
REFUSED: Final = {
    "": f"ratings.csv, line 1: Missing: criterion, level, rater, work. {NAMES}",
    "work,rater,level\n": f"ratings.csv, line 1: Missing: criterion. {NAMES}",
    "work,rater_a,rater_b,criterion,level_a\n": f"ratings.csv, line 1: Missing: level_b. {NAMES}",
    "work;rater;criterion;level\n": (
        "ratings.csv, line 1: Its columns are divided by semicolons. Save the file with commas."
    ),
    "work,work,rater,criterion,level\n": "ratings.csv, line 1, has the column “work” twice. Remove one of them.",
    "work,criterion,rater,level,rater_a,rater_b,level_a,level_b\n": (
        "ratings.csv, line 1, has columns for one rater and for two. Keep one kind of columns."
    ),
    HEAD: "ratings.csv holds no ratings. Put one rating into each line after the first.",
    f"{HEAD}w,a,c,low\n\nw,b,c,hgih\n": (
        "ratings.csv, line 4, column “level”: “hgih” is none of the levels low, middle, high. "
        "Correct it, or name all levels."
    ),
    f"{HEAD}w,a,c,\n": (
        "ratings.csv, line 2, column “level”: It is empty. Write the level, or leave out what was not rated."
    ),
    f"{HEAD}w,a,c,low\nw,a,c,low\n": (
        "ratings.csv, line 3, column “rater”: “a” has rated “w” in “c” before. Keep the rating that counts."
    ),
    f"{HEAD}w,,c,low\n": "ratings.csv, line 2, column “rater”: It is empty. Say what was rated, and by whom.",
    f"{HEAD}w,a,c\n": (
        "ratings.csv, line 2, has 3 cells under 4 columns. Check its commas and quotation marks."
    ),
    f'{HEAD}w,a,c,"low\n': "ratings.csv is not a readable CSV: unexpected end of data. Check its quotation marks.",
    "work_id,rater_a,rater_b,criterion,level_a,level_b\n,a,b,c,low,low\n": (
        "ratings.csv, line 2, column “work_id”: It is empty. Say what was rated, and by whom."
    ),
    "work,rater_a,rater_b,criterion,level_a,level_b\nw,a,b,c,low,\n": (
        "ratings.csv, line 2, column “level_b”: It is empty. Write the level, or leave out what was not rated."
    ),
    "work,rater_a,rater_b,criterion,level_a,level_b\nw,a,a,c,low,low\n": (
        "ratings.csv, line 2, column “rater_b”: “a” has rated “w” in “c” before. Keep the rating that counts."
    ),
}  # fmt: skip


@pytest.mark.parametrize("text", REFUSED, ids=range(len(REFUSED)))
def test_a_file_that_cannot_be_used_is_a_sentence_with_line_and_column(text: str, cairn: Cairn) -> None:
    ended = _run(cairn, text)
    assert (ended.exit_code, ended.output, ended.errors) == (2, "", f"cairn: {REFUSED[text]}\n")


@pytest.mark.parametrize(
    ("options", "levels", "sentence"),
    [
        ((), "low", "There are fewer than two levels. Name them all, from the lowest to the highest."),
        ((), "low,low", "The level “low” is named twice. Name every level once."),
        ((), "low,,high", "A level has no name. Name every level, from the lowest to the highest."),
        (
            ("--achievement", "x"),
            LEVELS,
            "ratings.csv holds no ratings of the achievement “x”. It has no column “achievement”.",
        ),
    ],
)
def test_a_wrong_call_is_a_sentence(options: tuple[str, ...], levels: str, sentence: str, cairn: Cairn) -> None:
    ended = _run(cairn, LONG, *options, levels=levels)
    assert (ended.exit_code, ended.output, ended.errors) == (2, "", f"cairn: {sentence}\n")


def test_achievements_that_do_not_fit_are_told(cairn: Cairn) -> None:
    cairn.write("ratings.csv", _several().encode())
    nothing_fits = cairn("reliability", "ratings.csv", "--levels", "a,b")
    assert nothing_fits.errors == (
        "cairn: ratings.csv holds 3 achievements, and no single one uses exactly the levels a, b. "
        "Name one with --achievement.\n"
    )
    unknown = cairn("reliability", "ratings.csv", "--levels", LEVELS, "--achievement", "x")
    assert unknown.errors == (
        "cairn: ratings.csv holds no ratings of the achievement “x”. It holds: first, second, third.\n"
    )
    strict = cairn("reliability", "ratings.csv", "--levels", LEVELS, "--achievement", "third")
    assert strict.errors.startswith("cairn: ratings.csv, line 21, column “level”: “odd” is none of the levels")
    assert (nothing_fits.exit_code, unknown.exit_code, strict.exit_code) == (2, 2, 2)


@pytest.mark.parametrize("names", [("first", "second"), ("first",)])
def test_a_rating_of_no_achievement_is_not_passed_over(names: tuple[str, ...], cairn: Cairn) -> None:
    lines = [f"{name},{line}" for name in names for line in LONG.splitlines()[1:]]
    text = "\n".join(["achievement,work,rater,criterion,level", *lines, ",w8,ada,plan,low", " ,w8,bo,plan,low"])
    ended = _run(cairn, text)
    assert (ended.exit_code, ended.output) == (2, "")
    assert ended.errors == (
        f"cairn: ratings.csv, line {len(lines) + 2}, column “achievement”: It is empty. Write the achievement into "
        "every row, or choose one with --achievement.\n"
    )
    assert _report(cairn, text, "--achievement", "first")["all"]["n_works"] == 2


def test_a_column_of_achievements_may_be_empty_all_along(cairn: Cairn) -> None:
    text = "\n".join(["achievement,work,rater,criterion,level", *(f",{line}" for line in LONG.splitlines()[1:])])
    assert _report(cairn, text) == _report(cairn, LONG)


def test_a_file_that_is_not_there_or_not_text(cairn: Cairn) -> None:
    ended = cairn("reliability", "none.csv", "--levels", LEVELS)
    assert ended.errors == "cairn: none.csv cannot be read: No such file or directory. Check the name.\n"
    cairn.write("ratings.csv", b"work,rater,criterion,level\n\xff,a,c,low\n")
    ended = cairn("reliability", "ratings.csv", "--levels", LEVELS)
    assert ended.errors == "cairn: ratings.csv is not UTF-8. Save it as “CSV UTF-8” and try again.\n"


def test_words_of_a_file_do_not_move_the_cursor(cairn: Cairn) -> None:
    text = LONG.replace("plan", "pl\x1b[2Jan")
    assert "\x1b" not in _run(cairn, text).output
    assert "\x1b" not in _run(cairn, text, "--json").output
    assert Path("ratings.csv").read_text(encoding="utf-8").count("\x1b") == 5
