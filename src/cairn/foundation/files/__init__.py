# SPDX-License-Identifier: Apache-2.0
"""Files: inspected and cleaned at the door, hashed, stored under their digest, counted against a quota."""
