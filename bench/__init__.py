"""How fast the store is, as ratios to plain SQLite on the same file in the same run. Not part of the tests."""
