# SPDX-License-Identifier: Apache-2.0
"""The machine-readable doors, met through Django's test client."""
