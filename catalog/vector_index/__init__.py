"""The vector index, a copy that can be built again: kept in step with the records, checked, and not trusted blindly."""
