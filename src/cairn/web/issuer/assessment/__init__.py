# SPDX-License-Identifier: Apache-2.0
"""How work is assessed: the plan of each achievement, the calendar, pass lines, fairness, and moderation."""
