"""The five CREAS criteria of a commitment: which are met, which are not and why.

A commitment is published only if each criterion is met or its reason says why not; the reasons are public.
"""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from estados.models import CREAS, Commitment


@dataclass(frozen=True, slots=True)
class Check:
    """`met` None: nobody has answered."""

    prefix: str
    letter: str
    name: str
    met: bool | None
    reason: str

    @property
    def word(self) -> str:
        if self.met is None:
            return _("Sin responder")
        return _("Se cumple") if self.met else _("No se cumple")

    @property
    def is_explained(self) -> bool:
        return self.met is True or bool(self.reason.strip())


def checks_of(commitment: Commitment) -> list[Check]:
    """The five, in the order of the word."""
    return [
        Check(
            prefix, letter, str(name), getattr(commitment, prefix), getattr(commitment, f"{prefix}_reason")
        )
        for prefix, letter, name in CREAS
    ]  # fmt: skip


def unexplained(commitment: Commitment) -> list[Check]:
    """What keeps the commitment from being published."""
    return [check for check in checks_of(commitment) if not check.is_explained]


def refusals(commitment: Commitment) -> dict[str, str]:
    """{field of the missing reason: what is wrong and how to mend it}; empty when it may be published."""
    return {f"{check.prefix}_reason": refusal(check) for check in unexplained(commitment)}


def refusal(check: Check) -> str:
    values: dict[str, Any] = {"letter": check.letter, "name": check.name}
    if check.met is None:
        return _(
            "Falta responder «%(letter)s: %(name)s»: marque «Sí», o escriba aquí por qué aún no se sabe. "
            "La razón se publica."
        ) % values  # fmt: skip
    return _("«%(letter)s: %(name)s» no se cumple: escriba aquí por qué. La razón se publica.") % values
