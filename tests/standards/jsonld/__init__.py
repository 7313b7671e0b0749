# SPDX-License-Identifier: Apache-2.0
"""JSON-LD to RDF, RDFC-1.0 and compiled canonicalization."""
