"""Takes an export of an online form and makes a survey wave of it: `python -m etl ingest survey`."""
