# SPDX-License-Identifier: Apache-2.0
"""Runs the command line as `python -m cairn.cli`."""

from cairn.cli import main

if __name__ == "__main__":
    main()
