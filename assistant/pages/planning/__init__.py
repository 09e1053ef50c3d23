"""The pages on which an owner prepares a plan, reads it, changes it and takes it along."""

from assistant.pages.planning import edit_views, intake_views, interview_views, plan_views

ROUTERS = (intake_views.router, interview_views.router, plan_views.router, edit_views.router)

__all__ = ["ROUTERS"]
