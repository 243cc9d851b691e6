"""A virtual Echo: the device, the requests that Alexa would send for it, a terminal, and a page in the browser."""
