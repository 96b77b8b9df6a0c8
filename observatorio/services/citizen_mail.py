"""Letters about citizens' reports, sent by the task queue."""

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.mail import EmailMessage
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override
from django_tasks import task

from observatorio.models import CitizenReport, CitizenReportState


@task()
def tell_moderators(report_id: int) -> int:
    """A report came: write to whoever may decide on it. Returns how many were written to."""
    report = CitizenReport.objects.select_related("monument").filter(pk=report_id).first()
    if report is None:
        return 0
    addresses = sorted(set(_moderators().exclude(email="").values_list("email", flat=True)))
    with override(settings.LANGUAGE_CODE):
        address = settings.BASE_URL + reverse("observatorio_reports:edit", args=[report.pk])
        lines = [
            _("Llegó un reporte ciudadano, folio {folio}.").format(folio=report.folio),
            f"{report.get_kind_display()}: {report.monument} ({report.monument.code})",
            report.text,
            _("Revíselo aquí: {address}").format(address=address),
        ]
        subject = _("Reporte ciudadano {folio}: {name}").format(folio=report.folio, name=report.monument)
        for to in addresses:
            # One letter each: nobody learns the others' addresses.
            EmailMessage(_one_line(subject), "\n\n".join(lines), to=[to]).send()
    return len(addresses)


@task()
def tell_citizen(report_id: int) -> bool:
    """Somebody decided on a report: tell who sent it, if they left an address."""
    report = CitizenReport.objects.select_related("monument").filter(pk=report_id).exclude(email="").first()
    if report is None:
        return False
    said = {
        CitizenReportState.ACCEPTED: _("Revisamos su reporte y lo aceptamos: ya se ve en la página del inmueble."),
        CitizenReportState.ATTENDED: _("Lo que reportó ya se atendió."),
        CitizenReportState.REJECTED: _("Revisamos su reporte y no lo publicaremos."),
    }.get(CitizenReportState(report.state))
    if said is None:
        return False
    with override(settings.LANGUAGE_CODE):
        lines = [
            _("Gracias por avisar. Su reporte {folio} es sobre {name}.").format(
                folio=report.folio, name=report.monument
            ),
            str(said),
            report.answer,
            settings.BASE_URL + report.monument.get_absolute_url(),
        ]
        subject = _("Su reporte {folio}").format(folio=report.folio)
        EmailMessage(_one_line(subject), "\n\n".join(filter(None, lines)), to=[report.email]).send()
    return True


def _moderators():
    """Active users who may change reports, by themselves or through a group; superusers too."""
    codename, label = "change_citizenreport", "observatorio"
    own = Q(user_permissions__codename=codename, user_permissions__content_type__app_label=label)
    group = Q(groups__permissions__codename=codename, groups__permissions__content_type__app_label=label)
    return get_user_model().objects.filter(own | group | Q(is_superuser=True), is_active=True)


def _one_line(text: str) -> str:
    return " ".join(text.split())
