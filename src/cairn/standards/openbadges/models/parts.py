# SPDX-License-Identifier: Apache-2.0
"""The small parts that credentials, achievements and profiles share. Source: Open Badges 3.0, Data Models."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import ClassVar

from cairn.standards.openbadges.codec import REQUIRED, Model, Number, OneOrMany, Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Image(Model):
    """A picture, by address or as a data URL. Source: Open Badges 3.0, Image."""

    json_types: ClassVar[tuple[str, ...]] = ("Image",)

    id: str
    type: OneOrMany[str] = field(default="Image", metadata=REQUIRED)
    caption: Text | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Criteria(Model):
    """What has to be done to earn an achievement, as text, by address, or both. Source: Open Badges 3.0, Criteria."""

    json_types: ClassVar[tuple[str, ...]] = ("Criteria",)

    id: str | None = None
    type: OneOrMany[str] | None = None
    narrative: Text | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Alignment(Model):
    """A link from what is recognised to a node of a framework. Source: Open Badges 3.0, Alignment."""

    json_types: ClassVar[tuple[str, ...]] = ("Alignment",)

    type: OneOrMany[str] = field(default=("Alignment",), metadata=REQUIRED)
    target_name: Text
    target_url: str
    target_code: str | None = None
    target_description: Text | None = None
    target_framework: Text | None = None
    target_type: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence(Model):
    """What shows that the criteria were met. Source: Open Badges 3.0, Evidence."""

    json_types: ClassVar[tuple[str, ...]] = ("Evidence",)

    id: str | None = None
    type: OneOrMany[str] = field(default=("Evidence",), metadata=REQUIRED)
    narrative: Text | None = None
    name: Text | None = None
    description: Text | None = None
    genre: Text | None = None
    audience: Text | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class IdentifierEntry(Model):
    """One further identifier of a thing and its kind. Source: Open Badges 3.0, IdentifierEntry."""

    json_types: ClassVar[tuple[str, ...]] = ("IdentifierEntry",)

    type: OneOrMany[str] = field(default="IdentifierEntry", metadata=REQUIRED)
    identifier: str
    identifier_type: str


@dataclass(frozen=True, slots=True, kw_only=True)
class IdentityObject(Model):
    """Who received the achievement, in plain or as a salted hash. Source: Open Badges 3.0, IdentityObject."""

    json_types: ClassVar[tuple[str, ...]] = ("IdentityObject",)

    type: OneOrMany[str] = field(default="IdentityObject", metadata=REQUIRED)
    hashed: bool
    identity_hash: str
    identity_type: str
    salt: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class GeoCoordinates(Model):
    """A place on the earth, in degrees. Source: Open Badges 3.0, GeoCoordinates."""

    json_types: ClassVar[tuple[str, ...]] = ("GeoCoordinates",)

    type: OneOrMany[str] = field(default="GeoCoordinates", metadata=REQUIRED)
    latitude: Number
    longitude: Number


@dataclass(frozen=True, slots=True, kw_only=True)
class Address(Model):
    """A postal address. Source: Open Badges 3.0, Address."""

    json_types: ClassVar[tuple[str, ...]] = ("Address",)

    type: OneOrMany[str] = field(default=("Address",), metadata=REQUIRED)
    address_country: Text | None = None
    address_country_code: str | None = None
    address_region: Text | None = None
    address_locality: Text | None = None
    street_address: Text | None = None
    post_office_box_number: str | None = None
    postal_code: str | None = None
    geo: GeoCoordinates | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Related(Model):
    """Another achievement that belongs to this one, such as a translation. Source: Open Badges 3.0, Related."""

    json_types: ClassVar[tuple[str, ...]] = ("Related",)

    id: str
    type: OneOrMany[str] = field(default=("Related",), metadata=REQUIRED)
    in_language: str | None = None
    version: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Accessible(Model):
    """The Accessibility extension, which achievements, credentials and profiles may carry.

    Source: Open Badges 3.0 Accessibility extension; the words come from schema.org.
    """

    accessibility_api: OneOrMany[str] | None = field(default=None, metadata={"key": "accessibilityAPI"})
    accessibility_control: OneOrMany[str] | None = None
    accessibility_feature: OneOrMany[str] | None = None
    accessibility_hazard: OneOrMany[str] | None = None
