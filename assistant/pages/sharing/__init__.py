"""The pages on which closed consultations become shared know-how, and on which what is lacking shows."""

from assistant.pages.sharing import contribution_views

ROUTERS = (contribution_views.router,)

__all__ = ["ROUTERS"]
