"""A shopper's conversation: from a message to a reply."""
