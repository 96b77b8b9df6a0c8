"""Loans of the public debt in the public search. Samples are not in it: found alone, one might pass for real."""

from collections.abc import Iterable, Iterator
from typing import Any

from django.db.models.signals import post_delete, post_save
from django.utils.translation import gettext as _

from acervo.base.publicity import public
from estados.models import Loan
from search.indexing import touch
from search.registry import Entry

from .search_sources import SUMMARY, _StateSource, _visible_until


class LoanSource(_StateSource):
    name = "loan"
    model = Loan
    kind = "credito"

    def ids(self) -> Iterable[int]:
        return public(Loan.objects.filter(is_sample=False)).order_by("pk").values_list("pk", flat=True)

    def _entries(self, pks: list[int]) -> Iterator[Entry]:
        loans = list(public(Loan.objects.filter(pk__in=pks, is_sample=False)))
        until = _visible_until({loan.state for loan in loans})
        for loan in loans:
            words = [loan.registry_key, loan.creditor, loan.contract, loan.destination, loan.guarantee, loan.rate, _("deuda pública")]  # fmt: skip
            yield Entry(
                id=f"{self.name}:{loan.pk}",
                kind=self.kind,
                title=_("Crédito %(key)s de %(creditor)s") % {"key": loan.registry_key, "creditor": loan.creditor},
                url=loan.get_absolute_url(),
                summary=(loan.destination or loan.contract or loan.creditor)[:SUMMARY],
                text="\n".join(filter(None, words)),
                date=loan.signed_on,
                state=loan.get_state_display(),
                language="es",
                facets={"state": (loan.state,)},
                visible_until=until[loan.state],
            )


def connect() -> None:
    """Called by the app's `ready()`."""
    post_save.connect(_loan_changed, sender=Loan)
    post_delete.connect(_loan_changed, sender=Loan)


def _loan_changed(sender: Any, instance: Loan, **kwargs: Any) -> None:
    touch("loan", [instance.pk])
