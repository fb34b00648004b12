"""The vocabulary that the ETL and the dashboard share: sources, tables, columns, units, places, labels."""
