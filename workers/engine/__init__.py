"""What encodes in worker processes: queues, micro-batches, supervision; on this machine or on a Ray cluster."""
