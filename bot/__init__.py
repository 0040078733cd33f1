"""The shop assistant: everything a person talks to.

`app` builds it from the settings, `dispatcher` hands messages to it; docs/architecture.md has the way through it.
"""
