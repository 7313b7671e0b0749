# SPDX-License-Identifier: Apache-2.0
"""The closed store of JSON-LD contexts: what ships with the package, pinned by digest, and nothing else.

A context decides what every word of a credential means, so it is never fetched: a URL is known, byte for byte, or it
is refused. Source: Verifiable Credential Data Integrity 1.0 §4.6 (context validation) and §5.13 (context caching).
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from importlib.resources import files
from typing import Final, Self

from cairn.standards.errors import JsonLdError
from cairn.standards.types import Json, JsonObject

_MANIFEST: Final = "manifest.json"


@dataclass(frozen=True, slots=True)
class PinnedContext:
    """One context document: where it is published, the file that holds it, and the digests it is known by."""

    url: str
    file: str
    sha256: str
    licence: str
    source: str
    also_sha256: tuple[str, ...] = ()

    @classmethod
    def from_json(cls, entry: JsonObject) -> Self:
        """Read one entry of the manifest."""
        return cls(**{**entry, "also_sha256": tuple(entry.get("also_sha256", ()))})


@dataclass(frozen=True, slots=True, eq=False)
class ContextStore:
    """The contexts that documents may name, read on first use and checked against their digest.

    `folder` names the package that holds the files; `entries` says which file stands for which URL.
    """

    folder: str
    entries: Mapping[str, PinnedContext]
    _loaded: dict[str, Json] = field(default_factory=dict, repr=False)

    @classmethod
    def of_package(cls, folder: str) -> Self:
        """Open the store whose manifest lies in a package."""
        manifest = json.loads(files(folder).joinpath(_MANIFEST).read_bytes())
        entries = map(PinnedContext.from_json, manifest["contexts"])
        return cls(folder, {entry.url: entry for entry in entries})

    def __contains__(self, url: object) -> bool:
        return url in self.entries

    def __iter__(self) -> Iterator[str]:
        return iter(self.entries)

    def entry(self, url: str) -> PinnedContext:
        """Return what is known about a context.

        Raises JsonLdError: unknown_context.
        """
        try:
            return self.entries[url]
        except KeyError:
            raise _unknown(url) from None

    def get(self, url: str) -> Json:
        """Return the parsed context document at a URL. The URL must match exactly; nothing is fetched.

        Raises JsonLdError: unknown_context, context_altered (the file is not the one that was pinned).
        """
        if url not in self._loaded:
            self._loaded[url] = json.loads(self.read(url))
        return self._loaded[url]

    def read(self, url: str) -> bytes:
        """Return the bytes of a context document, as published.

        Raises JsonLdError: unknown_context, context_altered.
        """
        entry = self.entry(url)
        content = files(self.folder).joinpath(entry.file).read_bytes()
        if hashlib.sha256(content).hexdigest() != entry.sha256:
            raise JsonLdError("context_altered", f"The installed copy of {url} was altered: install Cairn again.")
        return content

    def digests(self, url: str) -> frozenset[str]:
        """Return every SHA-256 digest (hexadecimal) that the document at a URL was published under.

        Raises JsonLdError: unknown_context.
        """
        entry = self.entry(url)
        return frozenset((entry.sha256, *entry.also_sha256))


def _unknown(url: str) -> JsonLdError:
    return JsonLdError("unknown_context", f"The context {url!r} is not known to Cairn, so its words have no meaning.")


PINNED: Final = ContextStore.of_package("cairn.standards.jsonld.contexts")
"""The contexts that ship with Cairn."""
