"""Public plans and commitments in the sitemap; only what makes their addresses is read."""

import datetime as dt

from django.contrib.sitemaps import Sitemap
from django.db.models import Max, QuerySet

from acervo.base.publicity import public
from acervo.base.sitemaps import LIMIT
from estados.models import ActionPlan, Commitment


class CommitmentSitemap(Sitemap):
    limit = LIMIT

    def items(self) -> QuerySet[Commitment]:
        found = public(Commitment.objects.all()).select_related("plan").order_by("pk")
        return found.only("code", "updated_at", "plan__state")

    def lastmod(self, item: Commitment) -> dt.datetime:
        return item.updated_at

    def get_latest_lastmod(self) -> dt.datetime | None:
        return public(Commitment.objects.all()).order_by().aggregate(last=Max("updated_at"))["last"]


class PlanSitemap(Sitemap):
    limit = LIMIT

    def items(self) -> QuerySet[ActionPlan]:
        return public(ActionPlan.objects.all()).order_by("pk").only("state", "number", "updated_at")

    def lastmod(self, item: ActionPlan) -> dt.datetime:
        return item.updated_at

    def get_latest_lastmod(self) -> dt.datetime | None:
        return public(ActionPlan.objects.all()).order_by().aggregate(last=Max("updated_at"))["last"]
