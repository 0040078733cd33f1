"""Makes the bundled model from labelled photos, and measures any: `python -m training`."""
