# SPDX-License-Identifier: Apache-2.0
"""Where learners speak up: appeals, complaints, and asking others to say what they saw."""
