# SPDX-License-Identifier: Apache-2.0
"""Tests of the front door and of what waits for somebody."""
