"""Products brought in: feeds read, pictures fetched, records and vectors made."""
