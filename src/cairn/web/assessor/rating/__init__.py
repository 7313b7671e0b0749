# SPDX-License-Identifier: Apache-2.0
"""The queue and rating."""
