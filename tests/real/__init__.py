# SPDX-License-Identifier: Apache-2.0
"""Real input: queues, clocks, drift, severity and fairness held against data of real schools and universities."""
