"""How good a model is: the figures of the model card."""
