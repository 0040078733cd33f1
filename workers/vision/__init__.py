"""What a picture shows: attributes, colours, single garments, and whether pictures of an album show one thing."""
