"""Measures speed and quality, a question a file: `python -m benchmarks.NAME`; docs/speed.md has figures."""
