# SPDX-License-Identifier: Apache-2.0
"""How closely an organization's assessors agree, what to do next, and the brake."""
