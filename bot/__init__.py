"""The shop assistant: everything a person talks to."""
