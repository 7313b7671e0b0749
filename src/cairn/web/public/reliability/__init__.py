# SPDX-License-Identifier: Apache-2.0
"""How closely assessors agree, for everybody; the page of an organization has the same words and rows."""
