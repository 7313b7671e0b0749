# SPDX-License-Identifier: Apache-2.0
"""What an attack on the platform found, theme by theme; the name of each test is the advisory."""
