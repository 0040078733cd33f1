"""Mistakes made by rule, to see whether the tests notice them: `make mutants`.

Each edit is one small mistake in a module that keeps data, locks, doors, limits, backups or secrets.  It is made in a
copy of the tree, in which the tests that mirror the module are run; an edit that no test fails on has survived.

Why no library: `mutmut` 3 changes what is inside functions by operators of its own, forks from a process that has
imported everything, and drops no statement; `cosmic-ray` takes operators of ours, but has one test command for all
modules and edits the tree it stands in; `mutatest` is not kept up.  What is left to write is `ast` and `pytest`.
"""
