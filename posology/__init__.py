"""Posology: what supplement articles claim, as data."""

__version__ = "0.1.0"
