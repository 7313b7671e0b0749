# SPDX-License-Identifier: Apache-2.0
"""How an organization's color looks on a badge."""

from __future__ import annotations

from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from cairn.achievements.drawing import BadgeDesign, draw_badge
from cairn.achievements.kinds import Kind
from cairn.organizations.models import Organization


def draw_sample(organization: Organization, hue: int | None) -> SafeString:
    """Draw a badge of the organization in a color; without one, in the color that its name finds."""
    design = BadgeDesign(name=organization.short_name or organization.name, kind=Kind.APPLICATION, hue=hue)
    label = _("A badge in this color")
    return mark_safe(draw_badge(design, ids="sample", label=label))  # noqa: S308  # drawn by us, every text escaped
