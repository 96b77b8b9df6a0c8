"""A state with something of every kind to be told in open data, its texts chosen to be hostile to spreadsheets and pages."""

import datetime as dt
from decimal import Decimal
from types import SimpleNamespace
from typing import Any

from documents.models import Theme
from estados.models import Body, Contradiction, Cut, CutRow, Evidence, Figure, SecretariatMember, StepRecord
from tests import factories
from tests.estados import making

HOSTILE = '=HYPERLINK("http://x.example";"clic")|@cmd\n+1 «ñandú» "comillas", <script>alert(1)</script>; \x0b🦋'


def rich(site_tree: Any) -> SimpleNamespace:
    """Zacatecas, public, with rows of every resource; texts are HOSTILE where a person types them."""
    page = making.state(site_tree, "32", official_name="Zacatecas", group="G15")
    record = factories.record(site_tree.collection, "Decreto que lo prueba")
    theme = Theme.for_code("patrimonio", name="Patrimonio")
    lead = Body.objects.create(
        state="32", name="Secretaría de la Función Pública", acronym="SFP", email="sfp@secreto.example", office=HOSTILE
    )
    helper = Body.objects.create(state="32", name="-Junta; de | Monumentos", sector="publica")
    society = Body.objects.create(state="00", name="Colectivo Ciudadano", sector="sociedad")
    plan = making.plan(page, title=HOSTILE[:200], record=record, launched_on=dt.date(2016, 9, 1))
    commitment = making.commitment(
        plan, 1, title="@Seguimiento a la deuda", problem=HOSTILE, change="Más confianza", description=HOSTILE,
        themes=[theme], supporting=[helper], lead=lead, counterpart=society, targets=[(16, "16.6"), (16, "16.10"), (9, "")],
        budget=Decimal("1250000.50"), starts_on=dt.date(2016, 9, 1), ends_on=dt.date(2017, 9, 1),
        ogp_values=["acceso", "rendicion"], concrete=True, achievable=False, achievable_reason="-Sin recursos",
    )  # fmt: skip
    milestone = making.milestone(commitment, "+Micrositio publicado", status="hecho", on="2017-05-01", weight=3)
    pending = making.milestone(commitment, "Informe ciudadano", due=dt.date(2017, 6, 1), responsible=lead)
    Evidence.objects.create(milestone=milestone, record=record, sha256="a" * 64)
    Evidence.objects.create(milestone=milestone, url="https://datos.example/deuda?x=1&y=2", label=HOSTILE[:200])
    verdict = making.verdict(
        commitment, "gobierno", on="2017-05-02", completion="sustancial", progress=70, words=HOSTILE, record=record
    )
    making.verdict(commitment, "sociedad", on="2017-06-02", completion="limitado")
    StepRecord.objects.create(state="32", step=1, status="hecho", on=dt.date(2015, 12, 1), proof_record=record, note=HOSTILE)  # fmt: skip
    StepRecord.objects.create(state="32", step=2, status="hecho", when="2016-03", signers="Instituto\nOrganización")
    SecretariatMember.objects.create(state="32", institution="Universidad", sector="academia", name="Nombre Reservado", gender="mujer")  # fmt: skip
    SecretariatMember.objects.create(
        state="32",
        institution="SFP",
        sector="publica",
        name="Servidora Pública",
        name_is_public=True,
        post=HOSTILE[:200],
    )
    cut = Cut.objects.create(slug="2016-09", date=dt.date(2016, 9, 15), label="septiembre de 2016", kind="inferida", source="Informe")  # fmt: skip
    CutRow.objects.create(cut=cut, state="32", group="G15", declaration="si", status=HOSTILE[:200])
    Figure.objects.create(scope="nacional", indicator="planes", value=Decimal("7.00"), unit="planes", source=HOSTILE[:200])  # fmt: skip
    Contradiction.objects.create(subject=HOSTILE[:200], first="31", first_source="A", second="32", second_source="B")
    return SimpleNamespace(
        page=page, plan=plan, commitment=commitment, milestone=milestone, pending=pending, verdict=verdict, record=record,
        lead=lead, helper=helper, society=society, theme=theme, site_tree=site_tree,
    )  # fmt: skip


def text_of(response: Any) -> str:
    return bytes_of(response).decode("utf-8", "replace")


def bytes_of(response: Any) -> bytes:
    return b"".join(response.streaming_content) if response.streaming else response.content
