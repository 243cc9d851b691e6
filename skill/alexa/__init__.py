"""Amazon at run time: handlers, interceptors, requests, responses, SSML, screens, reminders, the serializer."""
