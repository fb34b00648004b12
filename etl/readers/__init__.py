"""One reader per kind of source file; each returns text exactly as published."""
