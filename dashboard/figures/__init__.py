"""Pure figures: tables, a state and words in, a drawing out. No I/O, no Dash."""
