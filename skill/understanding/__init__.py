"""The meaning of what was said, over the words of the content."""
