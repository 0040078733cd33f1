"""The whole catalog at once: backup, restore, export, another model."""
