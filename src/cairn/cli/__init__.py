# SPDX-License-Identifier: Apache-2.0
"""The command line: verifying and issuing, keys, status lists, agreement of raters, and serving the platform."""

from cairn.cli.app import main

__all__ = ["main"]
