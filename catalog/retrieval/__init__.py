"""From a question to ranked products, totals and facets: `column_cache` weighs all of them, `search` makes a page."""
