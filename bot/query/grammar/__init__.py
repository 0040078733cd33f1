"""One reader for all languages: a sentence to typed parts."""
