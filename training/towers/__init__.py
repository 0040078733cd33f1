"""The two towers: their parts, their frozen features, and their export to ONNX."""
