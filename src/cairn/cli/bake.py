# SPDX-License-Identifier: Apache-2.0
"""`cairn bake` and `cairn unbake`: a credential into a badge image, and out of it."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated, Final

import typer

from cairn.cli.inputs import read_bytes
from cairn.cli.problems import CommandError, plain, to_json
from cairn.foundation.atomic import write_atomically
from cairn.standards.errors import StandardsError
from cairn.standards.openbadges.baking import bake, unbake
from cairn.standards.proofs import proofs_of
from cairn.standards.verify.reading import Kind, ReadDocument, read_document

BAKE_EPILOG: Final = "\nExample:\n  cairn bake badge.png credential.json --out baked.png"
UNBAKE_EPILOG: Final = "\nExamples:\n  cairn unbake baked.png --out credential.json\n  cairn unbake --json baked.svg"

_NO_CREDENTIAL: Final = 1


def bake_command(
    image: Annotated[Path, typer.Argument(metavar="IMAGE", help="A PNG or SVG.")],
    credential: Annotated[Path, typer.Argument(metavar="CREDENTIAL", help="A signed credential, JSON or JWT.")],
    *,
    out: Annotated[Path, typer.Option(metavar="FILE", help="Where the baked image goes.")],
    replace: Annotated[bool, typer.Option("--replace", help="Take out a credential that is there already.")] = False,
) -> None:
    """Put a credential into a PNG or SVG. The picture stays as it is, byte for byte."""
    picture, text = read_bytes(image), _read_credential(credential)
    baked = bake(picture, text, replace=replace)
    write_atomically(out, baked)
    print(f"{out} carries the credential now: {len(baked):,} bytes, {len(baked) - len(picture):,} more than the image.")


def unbake_command(
    image: Annotated[Path, typer.Argument(metavar="IMAGE", help="A PNG or SVG.")],
    *,
    out: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Where the credential goes; else it is shown.")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Write a report for programs.")] = False,
) -> None:
    """Take the credential out of an image, and say how many carriers the image has. Verify it with `cairn verify`."""
    found = unbake(read_bytes(image))
    if as_json:
        carriers = [
            {"name": carrier.name, "form": str(carrier.form), "text": carrier.text} for carrier in found.carriers
        ]
        print(to_json({"media_type": found.media_type, "carriers": carriers, "notes": list(found.notes)}))
    elif len(found.carriers) != 1:
        print(f"cairn: {plain(_why_none(len(found.carriers), image))}", file=sys.stderr)
    else:
        _hand_over(found.carriers[0].text, out)
    raise typer.Exit(0 if len(found.carriers) == 1 else _NO_CREDENTIAL)


def _read_credential(path: Path) -> str:
    """Return the text of a signed credential. Raises CommandError for anything else, such as a secret key."""
    data = read_bytes(path)
    try:
        read = read_document(data)
    except StandardsError as error:
        raise CommandError(f"{path} is not a credential: {error} The image is named first.") from None
    if read.carriers not in (("JSON",), ("JWT",)):
        raise CommandError(f"{path} is itself an image. Name the credential as JSON or JWT.")
    if not _is_signed(read):
        raise CommandError(f"{path} is not a signed credential, and nothing else goes into an image that is shared.")
    return data.decode("utf-8-sig").strip()


def _is_signed(read: ReadDocument) -> bool:
    if read.kind is Kind.LEGACY:
        return True
    return "credentialSubject" in read.document and (read.token is not None or bool(proofs_of(read.document)))


def _why_none(count: int, image: Path) -> str:
    if count == 0:
        return f"There is no credential in this image: {image}. Ask for the original; many editors remove it."
    return f"{image} carries {count} credentials, and nobody can say which one counts; --json shows them all."


def _hand_over(text: str, out: Path | None) -> None:
    if out is None:
        print(text)
    else:
        write_atomically(out, text.encode("utf-8"))
        print(f"{out} holds the credential now. Verify it with `cairn verify {out}`.")
