"""From a question to ranked products, totals and facets."""
