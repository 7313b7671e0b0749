# SPDX-License-Identifier: Apache-2.0
"""Compiled canonicalization: documents of one shape become the same N-Quads but for their values.

`shape` reads the shape of a document, `vocabulary` the words that a value must not be taken for, `tracing` follows each
value through the full conversion, `codegen` writes the function, `plan` puts them together, `cache` remembers plans,
and `bound` serves batches. The full algorithm decides whenever a guard fails, and checks each new plan.
"""
