"""What Alexa sends and is sent; the only room that knows intents, envelopes, SSML and APL."""
