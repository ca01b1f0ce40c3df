"""Pure functions over facts: no files, no network, no clock."""
