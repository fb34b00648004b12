"""Statistics of samples: intervals, tests, corrections for many tests, weights. Knows nothing of this project's data."""
