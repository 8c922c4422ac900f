"""What lies where in a home."""

LAKE = "lake"
"""Folder of the Parquet parts, manifests and runs."""
WAREHOUSE = "posology.duckdb"
"""The published DuckDB file."""
