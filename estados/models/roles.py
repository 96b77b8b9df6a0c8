"""Which groups speak for civil society and for the oversight body of a state."""

from django.contrib.auth.models import Group
from django.db import models
from django.utils.translation import gettext_lazy as _

from acervo.base.states import STATES
from estados.enums import Voice


class StateVoice(models.Model):
    """Members of `group` may report with this voice on the commitments of `state`, and do nothing else there.

    The government's voice is not given here: whoever may edit the state's microsite has it (`estados.permissions`).
    """

    group = models.ForeignKey(Group, on_delete=models.CASCADE, related_name="state_voices")
    state = models.CharField(_("entidad"), max_length=2, choices=STATES[1:])
    voice = models.CharField(_("voz"), max_length=12, choices=Voice.choices)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["group", "state", "voice"], name="estados_voice_once")]
        verbose_name = _("voz en un estado")
        verbose_name_plural = _("voces en los estados")

    def __str__(self) -> str:
        return f"{self.group} · {self.get_state_display()} · {self.get_voice_display()}"
