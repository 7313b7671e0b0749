# SPDX-License-Identifier: Apache-2.0
"""The picture of an achievement: its own, where one was uploaded, or the badge drawn from name, kind and hue."""

from __future__ import annotations

import hashlib
from base64 import b64encode
from html import escape
from io import BytesIO
from typing import Final
from uuid import UUID

from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import override
from PIL import Image

from cairn.achievements.definition import Definition
from cairn.achievements.drawing import BadgeDesign, draw_badge, draw_badge_document, draw_badge_png
from cairn.achievements.models import AchievementVersion
from cairn.achievements.translate import in_language
from cairn.foundation.files.storage import read_bytes
from cairn.foundation.models import StoredFile
from cairn.foundation.scopes import everything

_SIDE: Final = 600
_PNG: Final = "image/png"


def badge_svg(
    source: AchievementVersion | Definition,
    *,
    language: str,
    small: bool = False,
    size_class: str = "",
    label: str = "",
) -> SafeString:
    """Draw the badge for a page; decoration, unless a label says what it shows."""
    definition = source if isinstance(source, Definition) else source.definition
    if isinstance(source, AchievementVersion) and source.is_published and definition.image_id:
        address = f"/achievements/{source.achievement_id}/image.png?version={source.number}"
        return format_html('<img class="badge {}" src="{}" alt="{}">', size_class, address, label)
    design = _design(definition, language, small=small, size_class=size_class)
    ids = hashlib.sha256(f"{design}|{label}".encode()).hexdigest()[:10]
    return mark_safe(draw_badge(design, ids=ids, label=label))  # noqa: S308  # drawn by us, every text escaped


def badge_document(version: AchievementVersion) -> bytes:
    """Return the picture as an SVG document of its own, in the achievement's language."""
    definition = version.definition
    own = own_picture(definition)
    if own is None:
        with override(definition.language):
            return draw_badge_document(_design(definition, definition.language))
    data = b64encode(own).decode()
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_SIDE} {_SIDE}" width="{_SIDE}" height="{_SIDE}" '
        f'role="img" aria-labelledby="title"><title id="title">{escape(definition.picture_words)}</title>'
        f'<image width="{_SIDE}" height="{_SIDE}" href="data:image/png;base64,{data}"/></svg>'
    ).encode()


def badge_png(version: AchievementVersion) -> bytes:
    """Return the picture as PNG, in the achievement's language."""
    definition = version.definition
    own = own_picture(definition)
    if own is not None:
        return own
    with override(definition.language):
        return draw_badge_png(_design(definition, definition.language))


def own_picture(definition: Definition) -> bytes | None:
    """Return the uploaded picture, which is a square PNG; None where the badge is drawn."""
    if not definition.image_id:
        return None
    with everything("the picture of what is published is public, and that of a draft is asked for by its author"):
        # A person's file is never a badge, whatever a definition says.
        file = StoredFile.objects.filter(pk=UUID(definition.image_id), owner_id=None, media_type=_PNG).first()
    return read_bytes(file) if file else None


def square_png(data: bytes) -> bytes:
    """Return a cleaned picture as a square PNG on a clear ground, no larger than a badge."""
    with Image.open(BytesIO(data)) as picture:
        fitted = picture.convert("RGBA")
    fitted.thumbnail((_SIDE, _SIDE))
    square = Image.new("RGBA", (_SIDE, _SIDE))
    square.paste(fitted, ((_SIDE - fitted.width) // 2, (_SIDE - fitted.height) // 2))
    out = BytesIO()
    square.save(out, "PNG", optimize=True)
    return out.getvalue()


def _design(definition: Definition, language: str, *, small: bool = False, size_class: str = "") -> BadgeDesign:
    return BadgeDesign(
        name=definition.name,
        kind=definition.kind,
        hue=definition.hue,
        shown=in_language(definition, language).name,
        word=str(definition.kind.word),
        size_class=size_class,
        small=small,
    )
