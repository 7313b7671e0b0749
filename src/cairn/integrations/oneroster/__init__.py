# SPDX-License-Identifier: Apache-2.0
"""People from a student system, by OneRoster 1.1 and 1.2 CSV: read, checked row by row, then added.

::

    findings   what is wrong with a row or with the whole
    tables     one CSV file: its encoding, its columns, its rows
    orgs       the organizations of a bundle, which must be a tree
    people     the people of a bundle: who can be added as a learner
    results    the scores of a bundle, of which only plain decimals in range count
    bundle     all files together
    matching   who of them is here already
    services   adding them, and taking an import back

A file only ever adds learners. It gives no other role, merges no accounts by address and removes nobody.
Source: 1EdTech OneRoster 1.1 CSV Binding.
"""
