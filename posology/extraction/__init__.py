"""From a cleaned article to its records: one scan, one grammar per kind, resolution, merging."""

from posology.extraction.extract import extract

__all__ = ["extract"]
