# SPDX-License-Identifier: Apache-2.0
"""What a program's file says, as a definition; a pure function."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final

from cairn.achievements.definition import (
    Alignment,
    AssessmentMethod,
    Cost,
    Credit,
    Definition,
    Descriptor,
    Effort,
    EvidenceItem,
    EvidencePart,
    Exemplar,
    ItemForm,
    Judged,
    MethodComponent,
    Outcome,
    PartType,
    PassRule,
    RequiredLevel,
    Research,
    Resource,
    Rubric,
    RubricCriterion,
    RubricLevel,
    Translation,
)
from cairn.achievements.kinds import Kind
from cairn.cli.demonstration.content import Entry

_ESCO: Final = "http://data.europa.eu/esco/skill/"
_TITLES: Final = {
    "overview": "About your work",
    "artifacts": "Your work",
    "reflection": "Looking back",
    "exam_result": "The written test",
}
_WORDS_WITHOUT_LIMIT: Final = 300
_IDENTITY: Final = {
    "school_record": "The school knows its students.",
    "supervised_no_id": "Somebody watched; no ID was checked.",
    "supervised_online_with_id": "Watched online, after a check of ID.",
    "supervised_onsite_with_id": "Watched on site, after a check of ID.",
    "unsupervised_no_id": "Nobody checked it beyond the learner's own word.",
}


def read_definition(program: Entry, organizations: Mapping[str, Entry]) -> Definition:
    """Return the definition of a program."""
    return Definition(
        name=program["name"],
        kind=Kind(program["kind"]),
        promise=program["promise"],
        description=program["description"],
        criteria=_criteria(program),
        key_method=program.get("key_method", ""),
        audience=_sentences(program["audience"]["who"], program["audience"].get("also")),
        prerequisites=_sentences(*program["prerequisites"]["required"], *program["prerequisites"]["advised"]),
        languages=tuple(program["languages"]),
        level=_level(program["level"]),
        delivery=program["delivery"]["mode"],
        outcomes=tuple(_outcomes(program)),
        evidence=tuple(_evidence(program)),
        rubric=_rubric(program.get("rubric")),
        assessment=_assessment(program["assessment"]),
        quality_assurance=program["quality_assurance"]["statement"],
        cost=_cost(program["cost"]),
        effort=_effort(program["effort"]),
        credit=tuple(_credit(row, organizations) for row in program["credit"]),
        expires_after_months=program["validity"].get("months"),
        renewal=program["validity"].get("renewal") or "",
        hue=organizations[program["issuer"]]["brand"]["hue"],
        translations=tuple(_translations(program)),
        method_components=tuple(MethodComponent(**row) for row in program.get("method_components", ())),
        research=tuple(Research(**row) for row in program.get("research", ())),
        resources=tuple(Resource(**row) for row in program.get("resources", ())),
    )


def read_milestone(milestone: Entry, organizations: Mapping[str, Entry]) -> Definition:
    """Return the draft of a milestone, of which little is written yet."""
    return Definition(
        name=milestone["name"],
        kind=Kind(milestone["kind"]),
        promise=milestone["promise"],
        description=milestone["adds"],
        hue=organizations[milestone["issuer"]]["brand"]["hue"],
    )


def _criteria(program: Entry) -> str:
    if rubric := program.get("rubric"):
        text: str = rubric["pass_rule"]["text"]
        return text
    if exam := program.get("exam"):
        return f"At least {exam['cut_score']} of {exam['items']} points in a supervised test."
    return f"{program['rule']['at_least']}; counted from: {program['rule']['source']}."


def _sentences(*parts: Any) -> str:
    return " ".join(f"{str(part).rstrip('.')}." for part in parts if part)


def _level(level: Entry) -> str:
    return f"{level['national']} (EQF {level['eqf']})" if level["eqf"] else str(level["national"])


def _outcomes(program: Entry) -> Iterator[Outcome]:
    for row in program["outcomes"]:
        alignments = tuple(_alignment(each) for each in program["alignments"] if row["id"] in each["outcomes"])
        yield Outcome(id=row["id"], text=row["text"], alignments=alignments)


def _alignment(row: Entry) -> Alignment:
    url = f"{_ESCO}{row['code']}" if row["framework"] == "ESCO" else ""
    return Alignment(framework=row["framework"], code=str(row["code"]), name=row["name"], url=url)


def _evidence(program: Entry) -> Iterator[EvidencePart]:
    """Go through the parts; where nothing but a test is asked for, learners hand in nothing here."""
    for part in program["evidence"] if program.get("rubric") else ():
        is_work = part["type"] in {"work_examples", "exam"}
        items = [_work(item) for item in part["items"]] if is_work else [_question(item) for item in part["questions"]]
        yield EvidencePart(
            id=part["id"],
            type=PartType.WORK_EXAMPLES if is_work else PartType(part["type"]),
            title=_TITLES[part["id"]],
            judged=Judged.RUBRIC if part["judged"] == "rubric" else Judged.COMPLETE,
            items=tuple(items),
        )


def _work(item: Entry) -> EvidenceItem:
    return EvidenceItem(id=item["id"], ask=item["what"], rules=item.get("rules", ""), form=ItemForm.WORK)


def _question(item: Entry) -> EvidenceItem:
    return EvidenceItem(id=item["id"], ask=item["ask"], max_words=item.get("max_words", _WORDS_WITHOUT_LIMIT))


def _rubric(rubric: Entry | None) -> Rubric:
    if rubric is None:
        return Rubric()
    levels = sorted(rubric["levels"], key=lambda level: int(level["score"]))
    order = [level["id"] for level in levels]
    return Rubric(
        levels=tuple(RubricLevel(id=level["id"], name=level["name"], points=level["score"]) for level in levels),
        criteria=tuple(_criterion(row, order) for row in rubric["criteria"]),
        pass_rule=_pass_rule(rubric["pass_rule"]),
    )


def _criterion(row: Entry, order: list[str]) -> RubricCriterion:
    return RubricCriterion(
        id=row["id"],
        name=row["name"],
        weight=row["weight"],
        outcomes=tuple(row["outcomes"]),
        evidence=tuple(row["evidence"]),
        descriptors=tuple(_descriptor(row, level) for level in order),
        note=row.get("note", ""),
    )


def _descriptor(row: Entry, level: str) -> Descriptor:
    exemplars = tuple(Exemplar(**each) for each in row.get("exemplars", {}).get(level, ()))
    return Descriptor(level=level, text=row["levels"][level], exemplars=exemplars)


def _pass_rule(rule: Entry) -> PassRule:
    required = (rule.get("required_levels") or {}).items()
    return PassRule(
        min_percent=rule["min_percent"],
        each_at_least=rule.get("each_at_least") or "",
        required_levels=tuple(RequiredLevel(criterion=criterion, level=level) for criterion, level in required),
        parts_complete=tuple(rule["parts_complete"]),
        max_attempts=rule["max_attempts"],
        text=rule["text"],
    )


def _assessment(method: Entry) -> AssessmentMethod:
    return AssessmentMethod(
        type=method["type"], supervision=_upper(method["supervision"]), identity=_IDENTITY[method["identity"]]
    )


def _upper(words: str) -> str:
    return words[:1].upper() + words[1:]


def _cost(cost: Entry) -> Cost:
    fees = [f"{fee['name']}: {fee['amount']} {cost['currency']}" for fee in cost["fees"]]
    return Cost(
        price=cost["price"],
        currency=cost["currency"],
        extra=_sentences(*fees, cost.get("aid")),
        who_pays=cost["who_pays"],
        as_of=str(cost["as_of"]),
    )


def _effort(effort: Entry) -> Effort:
    shares = ", ".join(f"{name} {hours} h" for name, hours in effort.get("breakdown", {}).items())
    return Effort(hours=effort["hours"], weeks=effort.get("weeks"), detail=_sentences(shares, effort.get("note")))


def _credit(row: Entry, organizations: Mapping[str, Entry]) -> Credit:
    return Credit(
        units=row["units"] or None,
        unit=str(row["unit"]).replace("_", " ") if row["units"] else "",
        granted_by=organizations[row["granted_by"]]["name"],
        conditions=row["conditions"],
    )


def _translations(program: Entry) -> Iterator[Translation]:
    for language, texts in program.get("translations", {}).items():
        yield Translation(language=language, texts=tuple(_texts(texts)))


def _texts(texts: Entry) -> Iterator[tuple[str, str]]:
    yield "name", texts["name"]
    yield "promise", texts["promise"]
    for outcome, text in texts["outcomes"].items():
        yield f"outcomes/{outcome}/text", text
    rubric = texts.get("rubric", {})
    for level, name in rubric.get("levels", {}).items():
        yield f"rubric/levels/{level}/name", name
    for criterion, words in rubric.get("criteria", {}).items():
        yield f"rubric/criteria/{criterion}/name", words["name"]
        for level, text in words.items():
            if level != "name":
                yield f"rubric/criteria/{criterion}/descriptors/{level}/text", text
