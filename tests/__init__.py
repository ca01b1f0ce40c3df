"""Parlour's tests mirror inbox/; `python3 tests` runs them all, with the linters."""
