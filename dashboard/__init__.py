"""The dashboard: built tables → charts → pages. Reads `data/tables`, never the sources."""
