# SPDX-License-Identifier: Apache-2.0
"""Profile, people and keys of an organization."""
