"""Products: kept, found, brought in.

Imports nothing of `workers` and `bot`: what makes vectors and traits of a picture is handed in.
"""
