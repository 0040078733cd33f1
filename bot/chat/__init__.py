"""A shopper's conversation: from a message to a reply.

`assistant` comes first and has the tables of what commands and buttons do; each of the others answers one kind.
"""
