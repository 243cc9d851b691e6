"""One turn of the conversation, on any host."""
