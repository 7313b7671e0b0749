# SPDX-License-Identifier: Apache-2.0
"""The commands that need the platform: its settings, its database and its applications."""
