# SPDX-License-Identifier: Apache-2.0
"""Reliability Reports: how far assessors agreed when something was awarded, signed and kept as it was."""
