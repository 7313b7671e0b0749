# SPDX-License-Identifier: Apache-2.0
"""Small makers of people, organizations and whatever else a test begins with; each goes through the services."""
