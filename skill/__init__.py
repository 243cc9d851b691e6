"""
Gentle Roller: a voice coach for a seven-step foam-roller routine.

The rooms, lowest first; each imports only rooms below it:
dialogue < content < hearing, storage, settings < alexa < web, echo < __main__.
"""
