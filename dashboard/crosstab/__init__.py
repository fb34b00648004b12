"""Cross-tabs of the surveys: what may be asked, who gave which answer, shares and tests, files. Knows no Dash."""
