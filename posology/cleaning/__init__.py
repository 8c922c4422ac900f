"""Cleaning: the bytes of one article to an Article, or a CleaningError that says why not."""

from posology.cleaning.clean import clean

__all__ = ["clean"]
