# SPDX-License-Identifier: Apache-2.0
"""Credentials: from the award to the signed AchievementCredential and its status."""
