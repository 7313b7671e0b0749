# SPDX-License-Identifier: Apache-2.0
"""Hostile inputs through the doors that they were made for: the verdict, in time, in little memory, no socket."""
