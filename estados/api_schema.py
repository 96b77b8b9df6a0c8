"""The shapes of the states' API, as its OpenAPI document tells them."""

from __future__ import annotations

import datetime
from typing import Any

from ninja import Field, Schema

from acervo.base.api_paging import Paging, ResultPage, Term
from estados.enums import Completion, MilestoneStatus
from estados.services.board_filters import NO_INFORMATION

SAID = (*map(str, Completion.values), NO_INFORMATION)


def _many(text: str, **extra: Any) -> list[str]:
    return Field([], description=f"{text} Se puede repetir.", json_schema_extra=extra)


STATE = "Entidad: clave del INEGI, nombre o abreviatura."
ON = "Como estaba ese día (2017-06-30); sin él, hoy."


def _said(voice: str) -> list[str]:
    return _many(f"Lo último que informó {voice}.", items={"type": "string", "enum": list(SAID)})


class StateParameters(Paging):
    state: list[str] = _many(STATE)


class CommitmentParameters(Paging):
    q: str | None = Field(None, description="Palabras del título, la clave, el problema o la descripción; todas.")
    state: list[str] = _many(STATE)
    plan: list[str] = _many("Clave del plan, como ZAC-PAL1.")
    theme: list[str] = _many("Clave del tema.")
    goal: list[str] = _many("Objetivo de Desarrollo Sostenible, de 1 a 17.")
    body: list[str] = _many("Nombre o siglas de una institución, con cualquier papel.")
    government: list[str] = _said("el gobierno")
    society: list[str] = _said("la sociedad civil")
    oversight: list[str] = _said("el organismo garante")
    disagreement: str | None = Field(None, description="Solo donde dos voces dicen cosas distintas.", json_schema_extra={"enum": ["true"]})  # fmt: skip
    late: str | None = Field(None, description="Solo los atrasados.", json_schema_extra={"enum": ["true"]})
    on: str | None = Field(None, description=ON, json_schema_extra={"format": "date"})


class MilestoneParameters(Paging):
    state: list[str] = _many(STATE)
    plan: list[str] = _many("Clave del plan.")
    commitment: list[str] = _many("Clave del compromiso.")
    status: list[str] = _many(
        "Situación ese día.", items={"type": "string", "enum": [*map(str, MilestoneStatus.values), NO_INFORMATION]}
    )
    on: str | None = Field(None, description=ON, json_schema_extra={"format": "date"})


class CutParameters(Paging):
    state: list[str] = _many(STATE)
    cut: list[str] = _many("Clave del corte, como 2016-09.")


class CurrentStep(Schema):
    number: int = Field(..., description="De 1 a 6.")
    name: str
    status: Term
    cycle: int


class BoardMark(Schema):
    mark: str = Field(..., description="Como lo dice el tablero nacional.")
    detail: str
    when: str = Field(..., description="De cuándo es, como se conoce.")


class BoardLight(Term):
    reason: str


class BoardOut(Schema):
    """Lo que dice hoy el tablero nacional: lo que la entidad publica aquí o, si no, lo último que dijo una fuente."""

    declaration: BoardMark | None
    awareness: BoardMark | None
    secretariat: BoardMark | None
    plan: BoardMark | None
    step: BoardMark | None
    light: BoardLight | None
    member: BoardMark | None = Field(..., description="Si integra la Comisión.")
    last_update: str = Field(..., description="De cuándo es lo último que se sabe; vacía si nadie lo dice.")


class StateOut(Schema):
    key: str = Field(..., description="Clave del INEGI.")
    name: str
    official_name: str
    abbreviation: str
    group: str
    current_step: CurrentStep | None = Field(..., description="El que la entidad publica aquí.")
    secretariat_members: int | None = Field(..., description="Nulo si aquí no se publica ninguno.")
    plans: int | None = Field(..., description="Nulo si aquí no se publica ninguno.")
    commitments: int | None = Field(..., description="Nulo si aquí no se publica ninguno.")
    url: str = Field(..., description="El micrositio; vacía si no es público.")
    board: BoardOut


class PlanOut(Schema):
    code: str
    title: str
    url: str


class BodyOut(Schema):
    name: str
    acronym: str
    sector: Term
    office: str = Field(..., description="El área que responde.")
    website: str


class ThemeOut(Schema):
    code: str
    name: str


class Criterion(Schema):
    letter: str
    name: str
    met: bool | None = Field(..., description="Nulo si nadie lo ha respondido.")
    reason: str


class Advance(Schema):
    percent: int | None = Field(..., description="Nulo es sin información, que no es 0.")
    how: str
    by_hand: bool


class Report(Schema):
    voice: Term
    completion: Term
    progress: int | None
    words: str
    on: datetime.date
    on_text: str
    author: str
    record: str = Field(..., description="Dirección del registro que lo sustenta.")
    link: str
    next_due: datetime.date = Field(..., description="Último día en que el informe está al corriente.")
    is_stale: bool


class EvidenceOut(Schema):
    kind: str = Field(..., description="registro, evento o enlace.")
    title: str
    url: str
    on: datetime.date | None
    sha256: str


class MilestoneOut(Schema):
    id: int
    commitment: str
    state: Term
    number: int
    deliverable: str
    description: str
    due: datetime.date | None
    responsible: str
    weight: int
    status: Term | None = Field(..., description="Nula si nadie ha informado.")
    since: datetime.date | None
    note: str
    late: bool
    evidence: list[EvidenceOut]
    updated_at: datetime.datetime


class CommitmentOut(Schema):
    code: str
    url: str
    state: Term = Field(..., description="Entidad, con su clave del INEGI.")
    plan: PlanOut
    number: int | None
    title: str
    problem: str
    change: str = Field(..., description="Qué cambia para las personas.")
    description: str
    themes: list[ThemeOut]
    lead: BodyOut | None
    supporting: list[BodyOut]
    counterpart: BodyOut | None
    budget: float | None = Field(..., description="Pesos mexicanos.")
    budget_note: str
    starts_on: datetime.date | None
    ends_on: datetime.date | None
    goals: list[int]
    targets: list[str]
    ogp_values: list[Term]
    creas: list[Criterion]
    on: datetime.date = Field(..., description="Día del que se dice el avance.")
    progress: Advance
    verdicts: list[Report] = Field(..., description="El último informe de cada voz; nunca se promedian.")
    disagreement: bool
    late: bool
    source: str
    updated_at: datetime.datetime


class CommitmentDetail(CommitmentOut):
    milestones: list[MilestoneOut]
    reports: list[Report] = Field(..., description="Todos los informes hasta ese día; primero el más reciente.")


class CutOut(Schema):
    cut: str
    date: datetime.date
    date_label: str
    certainty: Term
    state: Term
    group: str
    declaration: Term | None
    awareness: Term | None
    awareness_dates: str
    secretariat: Term | None
    plan: Term | None
    plans: int | None
    light_dot: Term | None
    status: str
    member: Term | None
    note: str
    source: str


class StateResults(ResultPage):
    results: list[StateOut]


class CommitmentResults(ResultPage):
    results: list[CommitmentOut]


class MilestoneResults(ResultPage):
    results: list[MilestoneOut]


class CutResults(ResultPage):
    results: list[CutOut]
