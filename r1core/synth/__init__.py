"""Training data without limit and with exact truth, made by us."""
