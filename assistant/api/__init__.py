"""The HTTP service: thin routers over ``assistant.answering`` and ``knowledge``."""
