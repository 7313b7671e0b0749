# SPDX-License-Identifier: Apache-2.0
"""Issuing a batch without a platform: recipients from a CSV, a job that survives any interruption, and two outputs."""
