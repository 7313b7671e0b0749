# SPDX-License-Identifier: Apache-2.0
"""How the badge looks: a color for the drawn one. An own picture has a form of its own, because it is a file."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext as _

from cairn.achievements.definition import Definition
from cairn.web.issuer.studio.sections.parts import Group, Spot, line


def build_look(definition: Definition) -> tuple[Group, ...]:
    """Return the groups of the tab."""
    hue = forms.IntegerField(
        label=_("Color"),
        help_text=_("A number on the color wheel, from 0 to 359. Leave it blank and the name decides."),
        min_value=0,
        max_value=359,
        required=False,
    )
    picture = (line("image_alt", _("The picture in words"), _("For whoever cannot see it.")),)
    return (
        Group(
            _("The badge"),
            "badge",
            _("It is drawn from the name, the kind and the color: the same every time."),
            spots=(Spot("hue", hue, blank=None), *(picture if definition.image_id else ())),
        ),
    )
