# SPDX-License-Identifier: Apache-2.0
"""The command line: `cairn verify`, `issue`, `keys`, `bake`, `unbake`, `status`, `doctor` and `bench`."""

from cairn.cli.app import main

__all__ = ["main"]
