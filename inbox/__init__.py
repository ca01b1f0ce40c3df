"""Parlour: one inbox for the people who answer you."""

__version__ = "0.1.0"
