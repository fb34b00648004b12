"""One step per table: `build(inputs)` gives the columns of `data/catalogue/tables/<table>.yml`."""
