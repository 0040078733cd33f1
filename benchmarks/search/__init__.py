"""Parts of the measurement of search: its products, its questions, who is asked."""
