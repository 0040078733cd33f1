"""The fast path for any CLIP model: exported to ONNX, quantised, checked against the original, cached.

`shoplens model prepare` runs it once; from then on `SHOPLENS_ENCODER__BACKEND=auto` finds the result in
the cache (`workers.encoders.prepared`, which imports no torch) and runs it on ONNX Runtime.
"""
