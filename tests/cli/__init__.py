# SPDX-License-Identifier: Apache-2.0
"""Tests of the command line: what each command does, says and ends with."""
