"""The web application. Empty until its issue is built; the import rules already hold for it."""
