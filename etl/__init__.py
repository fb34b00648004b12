"""Turns the published facts in `data/sources` into the checked tables in `data/tables`."""
