# SPDX-License-Identifier: Apache-2.0
"""Adding people from a file of the student system."""
