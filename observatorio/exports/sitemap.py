"""The public monuments in the sitemap."""

import datetime as dt

from django.contrib.sitemaps import Sitemap
from django.db.models import Max, QuerySet

from acervo.base.publicity import public
from acervo.base.sitemaps import LIMIT
from observatorio.models import Monument


class MonumentSitemap(Sitemap):
    """One address a monument; only what makes its address is read."""

    limit = LIMIT

    def items(self) -> QuerySet[Monument]:
        return public(Monument.objects.all()).order_by("pk").only("code", "updated_at")

    def lastmod(self, item: Monument) -> dt.datetime:
        return item.updated_at

    def get_latest_lastmod(self) -> dt.datetime | None:
        return public(Monument.objects.all()).aggregate(last=Max("updated_at"))["last"]
