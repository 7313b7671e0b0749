# SPDX-License-Identifier: Apache-2.0
"""The submissions of the shared demonstration content, and the achievements that they answer, as our own values."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import yaml

from cairn.achievements.definition import Definition
from tests.factories.achievements import make_definition
from tests.shared_data import shared_files, shared_path

Tree = dict[str, Any]


def submission_files() -> list[Path]:
    """List the files, one a submission."""
    return shared_files("demo-content/submissions/*.yaml")


def read_tree(path: Path) -> Tree:
    """Read one file."""
    tree: Tree = yaml.safe_load(path.read_text(encoding="utf-8"))
    return tree


def definition_for(submission: Tree) -> Definition:
    """Return the achievement that a submission answers, with its evidence and rubric word for word."""
    tree = read_tree(shared_path(f"demo-content/achievements/{submission['achievement']}.yaml"))
    outcomes = [{"id": outcome["id"], "text": outcome["text"]} for outcome in tree["outcomes"]]
    return make_definition(
        name=tree["name"],
        kind=tree["kind"],
        outcomes=outcomes,
        evidence=[_part(part) for part in tree["evidence"]],
        rubric=_rubric(tree["rubric"]),
    )


def answers_of(submission: Tree) -> dict[str, str]:
    """Return the words for each item; a result of an examination is written out."""
    answers: dict[str, str] = {}
    for name, value in submission["evidence"].items():
        if not isinstance(value, dict):
            answers[name] = str(value)
        elif name == "exam_result":
            answers["a0"] = ", ".join(f"{key} {said}" for key, said in value.items())
        else:
            answers |= {key: str(text) for key, text in value.items()}
    return answers


def _part(part: Tree) -> Tree:
    judged = "rubric" if part["judged"] == "rubric" else "complete"
    items = part.get("questions") or part.get("items") or [{"id": part["id"], "what": part.get("what", part["id"])}]
    kind = part["type"] if part["type"] in ("overview", "work_examples", "reflection") else "overview"
    return {"id": part["id"], "type": kind, "title": part["id"], "judged": judged, "items": [_item(i) for i in items]}


def _item(item: Tree) -> Tree:
    return {
        "id": item["id"],
        "ask": item.get("ask") or item["what"],
        "rules": item.get("rules", ""),
        "form": "text" if "ask" in item else "work",
        "max_words": item.get("max_words", 0),
    }


def _rubric(rubric: Tree) -> Tree:
    rule = rubric["pass_rule"]
    return {
        "levels": [{"id": one["id"], "name": one["name"], "points": one["score"]} for one in rubric["levels"]],
        "criteria": [
            {
                "id": one["id"],
                "name": one["name"],
                "weight": one["weight"],
                "outcomes": one["outcomes"],
                "evidence": one["evidence"],
                "descriptors": [{"level": level, "text": text} for level, text in one["levels"].items()],
            }
            for one in rubric["criteria"]
        ],
        "pass_rule": {
            **{name: rule[name] for name in ("min_percent", "each_at_least", "parts_complete", "max_attempts", "text")},
            "required_levels": [
                {"criterion": criterion, "level": level} for criterion, level in rule["required_levels"].items()
            ],
        },
    }
