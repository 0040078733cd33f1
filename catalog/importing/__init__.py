"""Products brought in: feeds read, pictures fetched, what is unchanged left alone, what is gone taken out."""
