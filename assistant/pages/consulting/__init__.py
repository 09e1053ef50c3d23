"""The pages on which a hub keeps its consultations and follows up on them."""

from assistant.pages.consulting import consultation_views, follow_up_views

ROUTERS = (consultation_views.router, follow_up_views.router)

__all__ = ["ROUTERS"]
