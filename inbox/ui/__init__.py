"""The window and everything drawn in it: Qt widgets that read the store and never write it."""
