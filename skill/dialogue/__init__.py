"""The conversation as data: state + event -> state + reply. Nothing here reads a clock, a file or the network."""
