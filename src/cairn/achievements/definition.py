# SPDX-License-Identifier: Apache-2.0
"""What one version of an achievement says: a tree of frozen values, stored whole, so that published means unchanged.

A draft may be incomplete, so everything has a blank value; `readiness` says what is missing before it can be published.
The terms are those of Open Badges 3.0, CTDL and CASE. Its digest, over the canonical JSON (RFC 8785), names the
version in a credential.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from decimal import Decimal
from enum import StrEnum
from typing import Annotated, ClassVar, Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy
from pydantic import (
    BaseModel,
    ConfigDict,
    Field,
    SerializationInfo,
    SerializerFunctionWrapHandler,
    StringConstraints,
    model_serializer,
)

from cairn.achievements.kinds import Kind
from cairn.standards.codecs import canonicalize_jcs
from cairn.standards.types import JsonObject

_WHOLE: Final = "whole"
_LANGUAGE: Final = r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})*"

Line = Annotated[str, StringConstraints(strip_whitespace=True, max_length=300)]
Text = Annotated[str, StringConstraints(strip_whitespace=True, max_length=10_000)]
Key = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9_.-]{1,60}$")]
Tag = Annotated[str, StringConstraints(pattern=rf"^{_LANGUAGE}$")]


class Value(BaseModel):
    """A frozen value; unknown members are refused, so that nothing is lost in silence."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class GrownValue(Value):
    """A value that got members after versions of it were published.

    Where one of those is blank it is left out of the JSON, so that the digest of what was published before stays.
    """

    added: ClassVar[frozenset[str]] = frozenset()

    @model_serializer(mode="wrap")
    def _leave_out_blanks(self, dump: SerializerFunctionWrapHandler, info: SerializationInfo) -> JsonObject:
        members: Mapping[str, object] = dump(self)
        if isinstance(info.context, dict) and info.context.get(_WHOLE):
            return dict(members)
        return {name: value for name, value in members.items() if value or name not in self.added}


class Alignment(Value):
    """A statement of a framework that an outcome matches (Open Badges 3.0 §B.1.5)."""

    framework: Line = ""
    code: Line = ""
    name: Line = ""
    url: Line = ""


class Outcome(Value):
    """One thing that the holder will be able to do; it begins with a verb that can be watched."""

    id: Key
    text: Text = ""
    alignments: tuple[Alignment, ...] = ()


class PartType(StrEnum):
    """What a part of the evidence is."""

    OVERVIEW = "overview"
    WORK_EXAMPLES = "work_examples"
    REFLECTION = "reflection"

    @property
    def word(self) -> str | Promise:
        """What such a part is called where it has no title of its own."""
        return _PART_WORDS[self]


_PART_WORDS: Final[dict[PartType, str | Promise]] = {
    PartType.OVERVIEW: gettext_lazy("Overview questions"),
    PartType.WORK_EXAMPLES: gettext_lazy("Work examples"),
    PartType.REFLECTION: gettext_lazy("Reflection"),
}


class Judged(StrEnum):
    """How a part counts: it is there, or it is rated with the rubric."""

    COMPLETE = "complete"
    RUBRIC = "rubric"


class ItemForm(StrEnum):
    """In which form an item of evidence is handed in."""

    TEXT = "text"
    WORK = "work"  # a text, a link or files, as the learner likes


class EvidenceItem(Value):
    """One thing to be handed in: a question to answer in words, or a work example."""

    id: Key
    ask: Text = ""
    rules: Text = ""
    form: ItemForm = ItemForm.TEXT
    max_words: Annotated[int, Field(ge=0, le=10_000)] = 0
    required: bool = True


class EvidencePart(Value):
    """A part of the evidence: overview questions, work examples or a reflection."""

    id: Key
    type: PartType
    title: Line = ""
    judged: Judged = Judged.RUBRIC
    items: tuple[EvidenceItem, ...] = ()


class RubricLevel(Value):
    """A level of the rubric, lowest first (CASE CFRubricCriterionLevel)."""

    id: Key
    name: Line = ""
    points: Annotated[int, Field(ge=0, le=1000)] = 0


class Exemplar(Value):
    """A short sample of work at one level of one criterion, and why it stands there."""

    sample: Text = ""
    why: Text = ""


class Descriptor(GrownValue):
    """What work at one level of one criterion looks like."""

    added: ClassVar = frozenset({"exemplars"})

    level: Key
    text: Text = ""
    exemplars: tuple[Exemplar, ...] = ()


class RubricCriterion(GrownValue):
    """One criterion (CASE CFRubricCriterion): weighed, tied to outcomes and to evidence items.

    `note` is for raters. Where `language` is stated, its words are in that language and every reader sees them so.
    """

    added: ClassVar = frozenset({"note", "language"})

    id: Key
    name: Line = ""
    weight: Annotated[int, Field(ge=0, le=1000)] = 1
    outcomes: tuple[Key, ...] = ()
    evidence: tuple[Key, ...] = ()
    descriptors: tuple[Descriptor, ...] = ()
    note: Text = ""
    language: Annotated[str, StringConstraints(pattern=rf"^({_LANGUAGE})?$")] = ""


class RequiredLevel(Value):
    """A criterion that needs a level of its own."""

    criterion: Key
    level: Key


class PassRule(Value):
    """When work passes; every stated condition must hold.

    Percent = Σ weight × points ÷ (Σ weight × top points). `parts_complete` names parts that must be there; 0 attempts
    are unlimited.
    """

    min_percent: Annotated[int, Field(ge=0, le=100)] = 0
    each_at_least: str = ""
    required_levels: tuple[RequiredLevel, ...] = ()
    parts_complete: tuple[Key, ...] = ()
    max_attempts: Annotated[int, Field(ge=0, le=100)] = 0
    text: Text = ""


class Origin(StrEnum):
    """Where a rubric was had from."""

    OWN = "own"  # the organization's own shelf
    BANK = "bank"
    CASE = "case"
    CTDL = "ctdl"

    @property
    def word(self) -> str | Promise:
        """Where that is, in words."""
        return _ORIGIN_WORDS[self]


_ORIGIN_WORDS: Final[dict[Origin, str | Promise]] = {
    Origin.OWN: gettext_lazy("Written here"),
    Origin.BANK: gettext_lazy("From the bank of Cairn"),
    Origin.CASE: gettext_lazy("Imported from CASE"),
    Origin.CTDL: gettext_lazy("Imported from CTDL"),
}


class RubricSource(Value):
    """The rubric from which another was copied: its URI, CTID or id there, and its version and digest then."""

    origin: Origin = Origin.OWN
    id: Line = ""
    version: Line = ""
    digest: Line = ""


class Rubric(GrownValue):
    """Criteria × levels (CASE CFRubric), public word for word."""

    added: ClassVar = frozenset({"source"})

    levels: tuple[RubricLevel, ...] = ()
    criteria: tuple[RubricCriterion, ...] = ()
    pass_rule: PassRule = PassRule()
    source: RubricSource | None = None


class Cost(Value):
    """What the learner pays, exactly, and as of when; None is not stated, 0 is free."""

    price: Annotated[Decimal, Field(ge=0, max_digits=10, decimal_places=2)] | None = None
    currency: Annotated[str, StringConstraints(pattern=r"^[A-Z]{3}$")] = "USD"
    extra: Text = ""
    who_pays: Line = ""
    as_of: Line = ""


class Effort(Value):
    """How long it takes; None is not stated."""

    hours: Annotated[Decimal, Field(ge=0, max_digits=6, decimal_places=1)] | None = None
    weeks: Annotated[int, Field(ge=0, le=500)] | None = None
    detail: Text = ""


class Credit(Value):
    """What it counts for, and who grants that."""

    units: Annotated[Decimal, Field(ge=0, max_digits=6, decimal_places=2)] | None = None
    unit: Line = ""
    granted_by: Line = ""
    conditions: Text = ""


class AssessmentMethod(Value):
    """How the evidence is assessed, and how the learner is known (EU Council Recommendation 2022, Annex I)."""

    type: Line = ""
    supervision: Line = ""
    identity: Line = ""


class Translation(Value):
    """Texts of the definition in one more language, by the path of the text (`name`, `outcomes/CO1/text`)."""

    language: Tag
    texts: tuple[tuple[str, str], ...] = ()


class MethodComponent(Value):
    """One part of the key method: what it is called, and how it is done."""

    id: Key
    name: Line = ""
    text: Text = ""


class _Linked(Value):
    """Something with an address, which readers are led to only where a browser may open it."""

    url: Line = ""

    @property
    def link(self) -> str:
        """The address, where it is one of the web."""
        return self.url if self.url.startswith(("https://", "http://")) else ""


class Research(_Linked):
    """A work that supports the method: how to cite it, where it is, and what it says for this."""

    id: Key
    citation: Text = ""
    finding: Text = ""


class Resource(_Linked):
    """Something that helps a learner: what it is called, where it is, and what it is for."""

    id: Key
    name: Line = ""
    text: Text = ""


class Definition(GrownValue):
    """The whole of what a version says."""

    added: ClassVar = frozenset({"method_components", "research", "resources"})

    name: Line = ""
    kind: Kind = Kind.APPLICATION
    promise: Line = ""
    description: Text = ""
    criteria: Text = ""
    key_method: Text = ""
    audience: Text = ""
    prerequisites: Text = ""
    language: Line = "en"
    languages: tuple[Line, ...] = ("en",)
    level: Line = ""
    delivery: Line = ""
    outcomes: tuple[Outcome, ...] = ()
    evidence: tuple[EvidencePart, ...] = ()
    rubric: Rubric = Rubric()
    assessment: AssessmentMethod = AssessmentMethod()
    quality_assurance: Text = ""
    cost: Cost = Cost()
    effort: Effort = Effort()
    credit: tuple[Credit, ...] = ()
    expires_after_months: Annotated[int, Field(ge=1, le=600)] | None = None
    renewal: Text = ""
    hue: Annotated[int, Field(ge=0, le=359)] | None = None
    image_id: str = ""
    image_alt: Line = ""
    translations: tuple[Translation, ...] = ()
    method_components: tuple[MethodComponent, ...] = ()
    research: tuple[Research, ...] = ()
    resources: tuple[Resource, ...] = ()

    @property
    def picture_words(self) -> str:
        """What the picture says to somebody who cannot see it."""
        return self.image_alt or self.name

    def to_json(self) -> JsonObject:
        """Return what is stored."""
        return self.model_dump(mode="json")

    def to_tree(self) -> JsonObject:
        """Return every member, blank or not, so that each has a place (`achievements.paths`)."""
        return self.model_dump(mode="json", context={_WHOLE: True})

    @classmethod
    def from_json(cls, stored: JsonObject) -> Definition:
        """Read what was stored, or what somebody sends. Raises pydantic.ValidationError, which names every place."""
        return cls.model_validate(stored)

    def digest(self) -> str:
        """Return the SHA-256 of the canonical JSON, in hexadecimal."""
        return hashlib.sha256(canonicalize_jcs(self.to_json())).hexdigest()


BLANK: Final = Definition()
