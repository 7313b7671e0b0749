# SPDX-License-Identifier: Apache-2.0
"""The machine-readable doors, built on django-ninja: the VC API of the conformance suites, and `problem` for errors."""
