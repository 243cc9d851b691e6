"""
The conversation as data: state + event -> state + reply.

Nothing here reads a clock, a file, a random number or the network; nothing knows a language or a platform.
"""
