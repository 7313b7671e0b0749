# SPDX-License-Identifier: Apache-2.0
"""The door: one call that looks at a file, cleans it, or refuses it with what to do."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from typing import Final

from django.utils.translation import gettext

from cairn.foundation.files.inspection.drawings import clean_drawing
from cairn.foundation.files.inspection.media import clean_media
from cairn.foundation.files.inspection.naming import clean_name, extension_of
from cairn.foundation.files.inspection.office import clean_packed
from cairn.foundation.files.inspection.pdf import clean_pdf
from cairn.foundation.files.inspection.pictures import clean_picture
from cairn.foundation.files.inspection.recognition import PNG, SVG, recognize
from cairn.foundation.files.inspection.terms import (
    MEGABYTE,
    Cleaned,
    Family,
    Format,
    InspectedFile,
    UploadLimits,
    UploadRefused,
)
from cairn.foundation.files.inspection.texts import clean_text
from cairn.standards.errors import BakeError
from cairn.standards.openbadges.baking import Form, Unbaked, unbake
from cairn.standards.openbadges.baking.png import KEYWORDS

_SAME: Final = {
    "jpeg": "jpg",
    "jpe": "jpg",
    "jfif": "jpg",
    "markdown": "md",
    "text": "txt",
    "m4v": "mp4",
    "htm": "html",
}


def inspect_upload(data: bytes, name: str, limits: UploadLimits | None = None) -> InspectedFile:
    """Return a copy of a file that is safe to keep, with what was changed; its type is told by its content.

    Raises UploadRefused with a stable code. Source: OWASP ASVS 5.0 §5.2, §5.4.
    """
    limits = limits or UploadLimits()
    _check_size(data, limits)
    found = recognize(data)
    _check_allowed(found, name, limits)
    carrier_notes = _check_carrier(data) if found in (PNG, SVG) else ()
    cleaned = _CLEANERS[found.family](data, found, limits, name)
    return InspectedFile(
        media_type=cleaned.format.media_type,
        extension=cleaned.format.extension,
        name=clean_name(name, cleaned.format.extension),
        sha256=hashlib.sha256(cleaned.data).hexdigest(),
        data=cleaned.data,
        notes=(*carrier_notes, *cleaned.notes, *_renaming(name, cleaned.format)),
    )


def _check_size(data: bytes, limits: UploadLimits) -> None:
    if not data:
        raise UploadRefused("empty", gettext("This file is empty. Choose the file again."))
    if len(data) > limits.size:
        sizes = {"size": -(-len(data) // MEGABYTE), "most": limits.size // MEGABYTE}
        raise UploadRefused(
            "too_large",
            gettext("%(size)s MB is over the %(most)s MB limit. Make the file smaller or shorter, and send that.")
            % sizes,
        )


def _check_allowed(found: Format, name: str, limits: UploadLimits) -> None:
    """Refuse what this place does not take; packed files are told apart once they are open."""
    if found == SVG and extension_of(name) not in ("svg", ""):
        raise UploadRefused(
            "type_mismatch",
            gettext("This file is an SVG drawing under another name. Name it .svg, or save it as PNG, and send that."),
        )
    if found.family in limits.families or found.family is Family.ARCHIVE:
        return
    if found.family is Family.DRAWING:
        raise UploadRefused("drawing_not_allowed", gettext("SVG drawings are not taken here. Save it as PNG."))
    raise UploadRefused("not_allowed_here", gettext("This kind of file is not taken here. Look at the list beside."))


def _check_carrier(data: bytes) -> tuple[str, ...]:
    """Refuse a badge whose credential readers would disagree on; say that a clear one does not stay in the picture."""
    try:
        unbaked = unbake(data)
    except BakeError as error:
        raise UploadRefused(
            error.code,
            gettext("This picture is damaged, or a credential hides in it. Save it again as PNG, and send that."),
            reason=error.detail,
        ) from error
    if _is_unclear(unbaked, data):
        raise UploadRefused(
            "unclear_credential",
            gettext("This badge carries its credential in a way that readers disagree on. Ask its issuer for another."),
        )
    if not unbaked.carriers:
        return ()
    return (gettext("The credential in this badge was taken out. To keep it, bring the badge into your wallet."),)


def _is_unclear(unbaked: Unbaked, data: bytes) -> bool:
    """Tell of two credentials, of one that is only a link, and of one after the end of the picture."""
    if unbaked.carriers:
        return len(unbaked.carriers) > 1 or unbaked.carriers[0].form is Form.URL
    return bool(unbaked.notes) and any(keyword + b"\0" in data for keyword in KEYWORDS)


def _renaming(name: str, kept: Format) -> tuple[str, ...]:
    extension = extension_of(name)
    if not extension or _SAME.get(extension, extension) == kept.extension:
        return ()
    return (gettext("It is kept as .%(extension)s, which is what it is.") % {"extension": kept.extension},)


_CLEANERS: Final[dict[Family, Callable[[bytes, Format, UploadLimits, str], Cleaned]]] = {
    Family.PICTURE: clean_picture,
    Family.DRAWING: clean_drawing,
    Family.PDF: clean_pdf,
    Family.ARCHIVE: clean_packed,
    Family.TEXT: clean_text,
    Family.SOUND: clean_media,
    Family.VIDEO: clean_media,
}
