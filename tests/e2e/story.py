# SPDX-License-Identifier: Apache-2.0
"""What the chain is about: one small credential, as its author types it, and the work of one learner."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

SLUG: Final = "port-ellery-college"
ISSUER: Final = "Port Ellery Community College"
AUTHOR: Final = "陳思敏"
ASSESSOR: Final = "Anselm Oyelaran"
OFFICER: Final = "Patrice Delacroix-Boone"

BASICS: Final = {
    "Promise": "You can set up a ladder so that nobody gets hurt.",
    "Description": "The holder set up a ladder at work, named the hazards and showed the setup.",
    "How it is earned": "Two answers, one piece of work and a look back, rated with a public rubric.",
    "Who it is for": "People who work with ladders on the job.",
    "How people take part": "Online, with work at your own workplace",
    "Level": "No level",
}
OUTCOMES: Final = (
    "Identify the hazards of a place before a ladder is set up.",
    "Demonstrate a safe setup of a ladder.",
)
ASSESSMENT: Final = {
    "Type of assessment": "Portfolio",
    "How you know who did the work": "Nobody checks it beyond the learner's own word.",
    "How quality is kept": "A second rater reads every tenth piece of work.",
}
COST: Final = {"Price": "0", "Who pays": "Nobody", "Price as of": "2026-09-01"}
HOURS: Final = {"Hours": "4"}
CREDIT: Final = {"Who grants it": ISSUER, "How many": "0.5", "Of what": "semester hours"}


@dataclass(frozen=True, slots=True)
class Part:
    """One part of the evidence."""

    title: str
    type: str
    judged: str
    asks: tuple[str, ...]
    form: str = "Words typed here"


PLACE: Final = "Where did you set up the ladder, and for what task?"
HAZARDS: Final = "What could have gone wrong, and what did you do about it?"
WORK: Final = "Show the setup: a photo, a checklist, or both."
REFLECTION: Final = "What will you do differently next time?"
PARTS: Final = (
    Part("The place", "Overview questions", "Rated with the rubric", (PLACE, HAZARDS)),
    Part("The setup", "Work examples", "Rated with the rubric", (WORK,), "A text, a link or files"),
    Part("Looking back", "Reflection", "Must be complete; not rated", (REFLECTION,)),
)

NOT_YET: Final = "Not yet"
MEETS: Final = "Meets"
LEVELS: Final = (NOT_YET, MEETS)


@dataclass(frozen=True, slots=True)
class Criterion:
    """One criterion of the rubric: what each level looks like, what it shows and where to look."""

    name: str
    words: tuple[str, str]
    outcome: str
    item: str


HAZARDS_NAMED: Final = Criterion(
    "Hazards named",
    ("Fewer than two hazards are named.", "Two or more hazards are named, each with what was done about it."),
    OUTCOMES[0],
    HAZARDS,
)
SETUP_SHOWN: Final = Criterion(
    "Setup shown",
    ("The angle or the footing cannot be seen.", "The angle, the footing and the top can be seen."),
    OUTCOMES[1],
    WORK,
)
CRITERIA: Final = (HAZARDS_NAMED, SETUP_SHOWN)

ANSWERS: Final = {
    PLACE: "Behind the bakery, to change a lamp above the loading door.",
    HAZARDS: "The ground was wet.",
    WORK: "The photo shows the ladder against the wall; the list is what I go through.",
    REFLECTION: "I will look at the ground first.",
}
BETTER: Final = "The ground was wet, so I laid a mat. The door opens outward, so I locked it and put up a sign."
LINK: Final = "https://example.org/ladder-checklist"
FEEDBACK: Final = "The setup is easy to see. Name at least two hazards, and say what you did about each."
WHY_NOT: Final = f"“{HAZARDS_NAMED.name}” is at “{NOT_YET}”. Every criterion must reach at least “{MEETS}”."
COMMENT: Final = "One hazard is named, and nothing was done about it."
PRAISE: Final = "Both hazards and both answers are here."
REASON: Final = "The photo turned out to show somebody else's ladder."
