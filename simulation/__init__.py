"""Simulate people who do the routine on the virtual Echo, and measure the results; not shipped."""
