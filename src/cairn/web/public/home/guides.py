# SPDX-License-Identifier: Apache-2.0
"""How it works, for each role, in a few steps; shown at `/help` and good to print."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from django.utils.translation import gettext_lazy as _

from cairn.web.components.marks import Words


@dataclass(frozen=True, slots=True)
class Guide:
    """What somebody in one role does here, step by step."""

    id: str
    title: Words
    intro: Words
    steps: tuple[Words, ...]


GUIDES: Final = (
    Guide(
        "learn",
        _("I want to earn a credential"),
        _("You see the price, the hours and the whole rubric before you begin."),
        (
            _("Find a credential. Its page says what you will be able to do and how the work is judged."),
            _("Start your evidence. Answer in parts; every word saves itself, and you can stop at any time."),
            _("Check your work with the rubric, then send it. You can take it back until a rater opens it."),
            _("Read what the rater says. If a part fell short, you improve that part only."),
            _("Once it passes, the credential is yours. Nobody sees it until you share it."),
        ),
    ),
    Guide(
        "share",
        _("I want to show what I hold"),
        _("You decide who sees what, and for how long."),
        (
            _("Open the credential in your cairn and make a link. Choose who it is for and when it ends."),
            _("The link counts its views. End it at any moment, and it shows nothing from then on."),
            _("Or download the credential as a picture, a PDF or a file. Each can be checked anywhere."),
            _("A public page about you exists only if you switch it on."),
        ),
    ),
    Guide(
        "check",
        _("Someone gave me a credential to check"),
        _("No account needed. We do not keep what you check."),
        (
            _("Drop the file, paste the link or scan the code on the check page."),
            _("Read four answers: what it proves, how it was tested, who says so, and whether it is still valid."),
            _("“Cannot be determined” is not a mark against the holder: somebody could not be reached. Try later."),
        ),
    ),
    Guide(
        "write",
        _("I write credentials"),
        _("Authors work in the studio of their organization."),
        (
            _("Begin with the outcomes: what will the holder do that can be watched?"),
            _("Say what evidence you want, and write the rubric with a level for each criterion."),
            _("Say the price, the hours, who grants credit, and when it ends."),
            _("Look at it as a learner and as an employer would, then publish it. A published version never changes."),
        ),
    ),
    Guide(
        "rate",
        _("I rate work"),
        _("Assessors see a queue, the work that is due first on top."),
        (
            _("Open a work. The evidence stands beside the public rubric."),
            _("Choose a level for each criterion and write what the learner can use."),
            _("The pass rule adds it up. You see what follows before you decide."),
        ),
    ),
    Guide(
        "issue",
        _("I award credentials"),
        _("Issuers award one by one, or from a table."),
        (
            _("Upload a table. Every row is checked, and nothing is signed until you say so."),
            _("Watch the progress, or leave; the work goes on. You can undo the whole batch."),
            _("Take back, pause or renew a credential with a reason. The holder is told."),
        ),
    ),
    Guide(
        "people",
        _("I look after people"),
        _("Owners and registrars invite people and give them roles."),
        (
            _("Invite by e-mail, or read people in from your student system. A file only ever adds learners."),
            _("A person keeps one account for life: a new address loses nothing."),
            _("Every change is in the record, with who did it and when."),
        ),
    ),
)
