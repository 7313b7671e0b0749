# SPDX-License-Identifier: Apache-2.0
"""`cairn bake` and `cairn unbake`: a credential into a badge image, and out of it."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Annotated, Final

import typer

from cairn.cli.inputs import read_bytes
from cairn.cli.problems import CommandError
from cairn.foundation.atomic import write_atomically
from cairn.standards.errors import BakeError
from cairn.standards.openbadges.baking import bake, unbake
from cairn.standards.verify.reading import read_document

BAKE_EPILOG: Final = "Example: cairn bake badge.png credential.json --out baked.png"
UNBAKE_EPILOG: Final = "Example: cairn unbake baked.png --out credential.json"

_NO_CREDENTIAL: Final = 1


def bake_command(
    image: Annotated[Path, typer.Argument(metavar="IMAGE", help="A PNG or SVG.")],
    credential: Annotated[Path, typer.Argument(metavar="CREDENTIAL", help="A signed credential, JSON or JWT.")],
    *,
    out: Annotated[Path, typer.Option(metavar="FILE", help="Where the baked image goes.")],
    replace: Annotated[bool, typer.Option("--replace", help="Take out a credential that is there already.")] = False,
) -> None:
    """Put a credential into a PNG or SVG. The picture stays as it is, byte for byte."""
    data = read_bytes(credential)
    if read_document(data).carriers not in (("JSON",), ("JWT",)):
        raise CommandError(f"{credential} is itself an image. Name the credential as JSON or JWT.")
    baked = bake(read_bytes(image), data.decode("utf-8").strip(), replace=replace)
    write_atomically(out, baked)
    print(f"{out}: {len(baked)} bytes.")


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
        print(json.dumps({"media_type": found.media_type, "carriers": carriers, "notes": list(found.notes)}))
        raise typer.Exit(0 if len(found.carriers) == 1 else _NO_CREDENTIAL)
    text = _only(len(found.carriers), image) or found.carriers[0].text
    if out is None:
        print(text)
    else:
        write_atomically(out, text.encode("utf-8"))
        print(f"{out}: 1 credential.", file=sys.stderr)


def _only(count: int, image: Path) -> str:
    """Return nothing where there is one carrier. Raises BakeError otherwise."""
    if count == 0:
        raise BakeError("no_credential_in_image", f"There is no credential in this image: {image}.")
    if count > 1:
        raise BakeError("ambiguous_bake", f"{image} carries {count} credentials, and nobody can say which one counts.")
    return ""
