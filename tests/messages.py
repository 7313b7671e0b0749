# SPDX-License-Identifier: Apache-2.0
"""Collects the texts of the product for its translators, and compiles what they wrote: `python -m tests.messages`.

Collecting needs the programs of GNU gettext; compiling needs none, and neither does the product, because the compiled
catalogs are kept beside their sources. The same texts always give the same bytes.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Final

import polib

from tests.shared_data import ROOT

PACKAGE: Final = ROOT / "src" / "cairn"
LOCALE: Final = PACKAGE / "locale"
# How each language counts, after the Unicode CLDR; Spanish without its form for round millions, which no page needs.
PLURALS: Final = {
    "es": "nplurals=2; plural=(n != 1);",
    "ar": "nplurals=6; plural=n==0 ? 0 : n==1 ? 1 : n==2 ? 2 : n%100>=3 && n%100<=10 ? 3 : n%100>=11 ? 4 : 5;",
}
_HEADER: Final = "SPDX-License-Identifier: Apache-2.0"


def source(language: str) -> Path:
    """Return the file that a translator edits."""
    return LOCALE / language / "LC_MESSAGES" / "django.po"


def compiled(language: str) -> Path:
    """Return the file that the product reads."""
    return source(language).with_suffix(".mo")


def read(language: str) -> polib.POFile:
    """Read a language's catalog; line ends stay as they are."""
    return polib.pofile(str(source(language)), wrapwidth=0)


def compile_catalog(language: str) -> bytes:
    """Return what the product is to read for a language."""
    content: bytes = read(language).to_binary()
    return content


def main() -> int:
    """Bring every catalog up to date with the texts, compile it, and say what is left to translate."""
    if shutil.which("xgettext") is None:
        sys.stderr.write("Collecting texts needs GNU gettext (Debian's package is gettext).\n")
        return 1
    for language, catalog in collect().items():
        source(language).parent.mkdir(parents=True, exist_ok=True)
        catalog.save(str(source(language)))
        compiled(language).write_bytes(compile_catalog(language))
        missing = len(catalog.untranslated_entries())
        sys.stdout.write(f"{language}: {len(catalog)} texts, {missing} without a translation\n")
    return 0


def collect() -> dict[str, polib.POFile]:
    """Return every catalog as the texts of the product want it, with what is translated already; write nothing.

    It works in a copy, because Django writes its intermediate files among the templates.
    """
    with tempfile.TemporaryDirectory(prefix="cairn-messages-") as folder:
        copy = Path(folder) / "cairn"
        shutil.copytree(PACKAGE, copy, ignore=shutil.ignore_patterns("__pycache__", "static", "migrations"))
        (copy / "locale").mkdir(exist_ok=True)
        options = ["--add-location", "file", "--no-obsolete", "--no-wrap", "--verbosity", "0"]
        languages = [word for language in PLURALS for word in ("--locale", language)]
        command = [sys.executable, "-m", "django", "makemessages", *languages, *options]
        environment = {name: value for name, value in os.environ.items() if name != "DJANGO_SETTINGS_MODULE"}
        subprocess.run(command, check=True, cwd=copy, env=environment, stderr=subprocess.DEVNULL)
        return {language: _settled(copy / source(language).relative_to(PACKAGE), language) for language in PLURALS}


def _settled(path: Path, language: str) -> polib.POFile:
    """Leave out what changes without reason (dates, programs), and guesses: a text that changed is a new text."""
    catalog = polib.pofile(str(path), wrapwidth=0)
    catalog.header = _HEADER
    catalog.metadata_is_fuzzy = False
    catalog.metadata = {
        "Project-Id-Version": "Cairn",
        "Language": language,
        "MIME-Version": "1.0",
        "Content-Type": "text/plain; charset=UTF-8",
        "Content-Transfer-Encoding": "8bit",
        "Plural-Forms": PLURALS[language],
    }
    for entry in catalog:
        entry.occurrences = [(name, "") for name, _ in entry.occurrences]
        entry.previous_msgctxt = entry.previous_msgid = entry.previous_msgid_plural = None
        if entry.fuzzy:
            entry.flags.remove("fuzzy")
            entry.msgstr = ""
            entry.msgstr_plural = dict.fromkeys(entry.msgstr_plural, "")
    return catalog


if __name__ == "__main__":
    sys.exit(main())
