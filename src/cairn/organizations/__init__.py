# SPDX-License-Identifier: Apache-2.0
"""Organizations: profile, members and roles, signing keys."""
