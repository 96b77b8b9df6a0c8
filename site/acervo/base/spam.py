"""A guard for public forms against machines, without a third party, cookies or puzzles.

Five checks, from the cheapest on: a field that people do not see must stay empty; the page must have been open for
some seconds and not for days (a signed stamp, good for one submission); few links in the texts; a few submissions an
hour from one address, and a ceiling for all together. What was typed is kept whenever a check refuses.

Usage::

    class ContactForm(SpamGuardMixin, forms.ModelForm):
        guard_name = "contacto"

    form = ContactForm(request.POST or None, request=request)

and in the template, inside `<form>`: `{% include "components/spam_guard.html" %}`, then
`{% for field in form.visible_fields %}…{% endfor %}`, which leaves the guard's own fields out.
"""

import copy
import datetime as dt
import hashlib
import hmac
import ipaddress
import re
import secrets
from typing import TYPE_CHECKING, Any

from django import forms
from django.conf import settings
from django.core import signing
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from .submissions import FormSubmission

if TYPE_CHECKING:
    _Form = forms.Form
else:
    _Form = object

TRAP, STAMP = "sitio_web", "sello"
MIN_AGE = dt.timedelta(seconds=3)
MAX_AGE = dt.timedelta(hours=24)
KEEP = dt.timedelta(days=2)
_LINK = re.compile(r"https?://|www\.|<a\s|\[url", re.IGNORECASE)


class SpamGuardMixin(_Form):
    """Give it before `forms.Form` or `forms.ModelForm`; the form needs `request=`.

    `guard_name` is the name of the form in the register of submissions; `limit` the submissions of one address, and
    `ceiling` those of all, within `window`; `max_links` the links that each long text may hold.
    """

    guard_name = "formulario"
    limit = 5
    ceiling = 200
    window = dt.timedelta(hours=1)
    max_links = 3

    def __init__(self, *args: Any, request: HttpRequest, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.request = request
        self.fields[TRAP] = forms.CharField(
            required=False, label=_("Deje este campo vacío"),
            widget=forms.TextInput(attrs={"autocomplete": "off", "tabindex": "-1"}),
        )  # fmt: skip
        self.fields[STAMP] = forms.CharField(
            required=False, widget=forms.HiddenInput, initial=lambda: new_stamp(self.guard_name)
        )

    def visible_fields(self):
        return [field for field in super().visible_fields() if field.name != TRAP]

    @property
    def trap(self) -> forms.BoundField:
        return self[TRAP]

    @property
    def stamp(self) -> forms.BoundField:
        return self[STAMP]

    def full_clean(self) -> None:
        """The guard comes last: a form with a mistake in it costs nobody a turn."""
        super().full_clean()
        if not self.is_bound or self.errors:
            return
        try:
            self._check_trap()
            self._check_links()
            stamp = self._check_stamp()
            self._take_turn(stamp)
        except ValidationError as refusal:
            self.add_error(None, refusal)

    def _check_trap(self) -> None:
        if self.cleaned_data.pop(TRAP, ""):
            raise ValidationError(_("Un campo que debe quedar vacío llegó con texto. Vuelva a enviar el formulario."), code="trap")  # fmt: skip

    def _check_links(self) -> None:
        for name, field in self.fields.items():
            if not isinstance(field.widget, forms.Textarea):
                continue
            if len(_LINK.findall(str(self.cleaned_data.get(name) or ""))) > self.max_links:
                message = ngettext_lazy(
                    "Escriba como máximo %(count)d enlace en el texto.",
                    "Escriba como máximo %(count)d enlaces en el texto.",
                    self.max_links,
                )
                raise ValidationError(message % {"count": self.max_links}, code="links")

    def _check_stamp(self) -> str:
        """The stamp, if the page was open neither too short nor too long; else a refusal, with a new stamp if needed."""
        text = self.cleaned_data.pop(STAMP, "")
        opened = stamped_at(text, self.guard_name)
        if opened is None or timezone.now() - opened > MAX_AGE or opened > timezone.now() + MIN_AGE:
            self._renew_stamp()
            raise ValidationError(_("La página llevaba demasiado tiempo abierta. Revise sus datos y envíelos de nuevo."), code="stale")  # fmt: skip
        if timezone.now() - opened < MIN_AGE:
            raise ValidationError(_("El formulario llegó demasiado pronto. Espere unos segundos y envíelo de nuevo."), code="hasty")  # fmt: skip
        return text

    def _renew_stamp(self) -> None:
        data: Any = copy.copy(self.data)  # a request's own cannot be changed, its copy can
        data[self.add_prefix(STAMP)] = new_stamp(self.guard_name)
        self.data = data

    def _take_turn(self, stamp: str) -> None:
        """Note the submission. Several processes may let one more through at the same instant; no more than that."""
        now = timezone.now()
        address = client_address(self.request)
        recent = FormSubmission.objects.filter(form=self.guard_name, at__gt=now - self.window)
        # The key of the hash changes at midnight: yesterday's rows are asked for with yesterday's.
        days = (now, now - self.window)
        own = {hashed(address, moment.date()) for moment in days} if address else set()
        digest = hashlib.sha256(stamp.encode()).hexdigest()
        if FormSubmission.objects.filter(stamp=digest).exists():
            self._renew_stamp()
            raise ValidationError(_("Este mensaje ya se había recibido; no hace falta enviarlo otra vez."), code="again")  # fmt: skip
        if (own and recent.filter(sender__in=own).count() >= self.limit) or recent.count() >= self.ceiling:
            raise ValidationError(_("Recibimos varios mensajes seguidos desde su conexión. Inténtelo de nuevo en una hora."), code="often")  # fmt: skip
        try:
            with transaction.atomic():
                FormSubmission.objects.filter(at__lt=now - KEEP).delete()
                FormSubmission.objects.create(
                    form=self.guard_name, sender=hashed(address, now.date()) if address else "", stamp=digest, at=now
                )
        except IntegrityError as error:  # a double click, in two processes
            self._renew_stamp()
            raise ValidationError(_("Este mensaje ya se había recibido; no hace falta enviarlo otra vez."), code="again") from error  # fmt: skip


def new_stamp(name: str) -> str:
    """A signed note of when a form was shown; no two are alike."""
    return signing.dumps([int(timezone.now().timestamp()), secrets.token_hex(6)], salt=f"{__name__}.{name}")


def stamped_at(stamp: str, name: str) -> dt.datetime | None:
    """When the stamp was made; None if it is not one of this form's."""
    try:
        seconds, _nonce = signing.loads(stamp, salt=f"{__name__}.{name}")
        return dt.datetime.fromtimestamp(seconds, tz=dt.UTC)
    except (signing.BadSignature, ValueError, TypeError, OverflowError, OSError):
        return None


def client_address(request: HttpRequest) -> str:
    """The address of the visitor, "" if unknown; of IPv6 the /64 network, which one household or office has whole.

    `X-Forwarded-For` can be written by anybody: it counts only if `TRUSTED_PROXIES` says how many proxies of ours
    stand before the site, and then only the entry that the outermost of them wrote.
    """
    text = request.META.get("REMOTE_ADDR", "")
    if settings.TRUSTED_PROXIES:
        hops = [hop.strip() for hop in request.META.get("HTTP_X_FORWARDED_FOR", "").split(",") if hop.strip()]
        if len(hops) >= settings.TRUSTED_PROXIES:
            text = hops[-settings.TRUSTED_PROXIES]
    try:
        address = ipaddress.ip_address(text.strip("[]"))
    except ValueError:
        return ""
    if isinstance(address, ipaddress.IPv6Address):
        if address.ipv4_mapped:
            return str(address.ipv4_mapped)
        return str(ipaddress.ip_network((int(address), 64), strict=False))
    return str(address)


def hashed(address: str, day: dt.date) -> str:
    """The address under a key of that day alone: rows of two days cannot be joined."""
    key = hmac.digest(settings.SECRET_KEY.encode(), f"{__name__}:{day.isoformat()}".encode(), "sha256")
    return hmac.new(key, address.encode(), "sha256").hexdigest()
