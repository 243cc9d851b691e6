"""People who do the routine on the virtual Echo, by the hundred; measures, and is not shipped."""
