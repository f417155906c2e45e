"""R1, the model. Empty until its issue is built; the import rules already hold for it."""
