"""Words and values: ids, enums, frozen dataclasses, errors, time and text. Standard library only."""
