"""What a person can do, by name. Menus, palette, key sheet, manual and keys all follow from the registry."""
