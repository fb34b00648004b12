"""Reusable pieces of pages, as Dash components."""
