# SPDX-License-Identifier: Apache-2.0
"""What an author does in the studio: everything is typed into the forms; with scripts, nothing but typing saves it."""

from __future__ import annotations

import re
from collections.abc import Mapping

from playwright.sync_api import Locator, expect

from tests.e2e import story
from tests.e2e.story import Criterion, Part
from tests.e2e.visitor import Visitor


def write_and_publish(author: Visitor, title: str) -> None:
    """Define a credential from nothing and publish it."""
    begin(author, title)
    write_basics(author)
    write_outcomes(author)
    write_evidence(author)
    write_rubric(author)
    write_terms(author)
    publish(author, title)


def begin(author: Visitor, title: str) -> None:
    """Begin with a name and a kind."""
    author.become(story.AUTHOR)
    author.look("home")
    author.follow(re.compile("^Open the studio"))
    author.look("studio", at="/studio/")
    author.follow("New credential")
    author.sees_heading("Begin a credential")
    author.write("Name", title)
    author.page.locator("#main").get_by_role("radio", name="Can do").check()
    author.look("new")
    author.press("Begin the draft")
    author.sees_heading(title)


def write_basics(author: Visitor) -> None:
    """Say what it is."""
    _tab(author, "Basics")
    _fill(author, author.page.locator("#main"), story.BASICS)
    _save_and_look_again(author, story.BASICS)
    author.look("basics")


def write_outcomes(author: Visitor) -> None:
    """Write the outcomes one by one."""
    _tab(author, "Outcomes")
    for number, outcome in enumerate(story.OUTCOMES, 1):
        author.press("Add an outcome")
        author.field(f"Outcome {number}").fill(outcome)
    _save_and_look_again(author, {f"Outcome {n}": text for n, text in enumerate(story.OUTCOMES, 1)})
    author.look("outcomes")


def write_evidence(author: Visitor) -> None:
    """Say what is handed in, part by part."""
    _tab(author, "Evidence")
    for number, part in enumerate(story.PARTS, 1):
        author.press("Add a part")
        _write_part(author, number, part)
    _fill(author, author.page.locator("#main"), story.ASSESSMENT)
    titles = {f"Title of part {number}": part.title for number, part in enumerate(story.PARTS, 1)}
    _save_and_look_again(author, {**titles, **story.ASSESSMENT})
    author.look("evidence")


def write_rubric(author: Visitor) -> None:
    """Write the levels, then a criterion for each thing that a rater looks for, then the rule."""
    _tab(author, "Rubric")
    for number, name in enumerate(story.LEVELS, 1):
        author.press("Add a level")
        author.field(f"Name of level {number}").fill(name)
    for number, criterion in enumerate(story.CRITERIA, 1):
        author.press("Add a criterion")
        _write_criterion(author, number, criterion)
    author.field("Every criterion at least").select_option(label=story.MEETS)
    author.page.get_by_role("group", name="Parts that must be complete").get_by_label("Looking back").check()
    names = {f"Name of criterion {number}": row.name for number, row in enumerate(story.CRITERIA, 1)}
    _save_and_look_again(author, names)
    author.look("rubric")


def write_terms(author: Visitor) -> None:
    """Say what it costs, how long it takes and what it counts for."""
    _tab(author, "Cost and hours")
    _fill(author, author.page.locator("#main"), {**story.COST, **story.HOURS})
    _save_and_look_again(author, {"Who pays": story.COST["Who pays"]})
    author.look("cost")
    _tab(author, "Credit and validity")
    author.press("Add a credit")
    _fill(author, author.page.locator("#main"), story.CREDIT)
    _save_and_look_again(author, {"Who grants it": story.ISSUER})
    author.look("credit")


def publish(author: Visitor, title: str) -> None:
    """Look at it as a learner would, and publish."""
    author.follow("See it as a learner")
    author.sees(story.BASICS["Promise"])
    author.look("as-learner")
    author.page.go_back()
    author.sees("Nothing stands in the way of publishing.")
    author.follow("Check and publish")
    author.sees_heading("Ready to publish")
    author.look("publish")
    author.press("Publish for good")
    author.sees("Published. Anybody can find it now, and learners can begin.")
    author.sees_heading(f"Invite learners to “{title}”")
    author.look("published")


def _tab(author: Visitor, name: str) -> None:
    tab = author.page.get_by_role("navigation", name="Sections").get_by_role("link", name=name)
    tab.click()
    expect(author.page.get_by_role("navigation", name="Sections").locator("[aria-current]")).to_contain_text(name)


def _fill(author: Visitor, place: Locator, words: Mapping[str, str]) -> None:
    for label, text in words.items():
        author.field(label, place).fill(text)


def _write_part(author: Visitor, number: int, part: Part) -> None:
    for _ask in part.asks:
        author.press(f"Ask for one more thing in part {number}")
    row = author.row(f"Part {number}")
    author.field(f"Title of part {number}", row).fill(part.title)
    author.field("What it is", row).select_option(label=part.type)
    author.field("How it counts", row).select_option(label=part.judged)
    for index, ask in enumerate(part.asks, 1):
        item = author.row(f"Item {index} of part {number}")
        author.field("Question or piece of work", item).fill(ask)
        author.field("Handed in as", item).select_option(label=part.form)


def _write_criterion(author: Visitor, number: int, criterion: Criterion) -> None:
    row = author.row(f"Criterion {number}")
    author.field(f"Name of criterion {number}", row).fill(criterion.name)
    for level, words in zip(story.LEVELS, criterion.words, strict=True):
        author.field(f"“{level}” looks like", row).fill(words)
    author.row("Shows these outcomes", row).get_by_label(criterion.outcome).check()
    author.row("Looked for in", row).get_by_label(criterion.item).check()


def _save_and_look_again(author: Visitor, words: Mapping[str, str]) -> None:
    """With scripts, wait until the page has saved itself; without them, press the button. Then load it anew."""
    if author.screen.scripts:
        author.wait_until_saved()
    else:
        author.page.locator("#main").get_by_role("button", name="Save", exact=True).last.click()
        author.sees("Saved.")
    author.page.reload()
    for label, text in words.items():
        expect(author.field(label)).to_have_value(text)
