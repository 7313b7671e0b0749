# SPDX-License-Identifier: Apache-2.0
"""Hostile inputs, each through the door that it was made for: the verdict, in time, in little memory, with no socket."""
