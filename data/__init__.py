"""The vocabulary (`schemas`), where results are kept (`storage`), and what is known (`knowledge`)."""
