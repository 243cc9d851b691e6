"""The illustrations, drawn from joints; not shipped."""
