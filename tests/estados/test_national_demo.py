"""The demonstration's national table says what the facts say."""

import csv

import pytest

from estados.enums import CutKind, Mark
from estados.models import Contradiction, Cut, CutRow, Figure
from estados.services.secretariat import BY_GENDER, BY_SECTOR, PEOPLE
from home.demo.states_national import make_national, read_rows
from tests.needs import needs_shared

MARKS = {"sí": "si", "no": "no", "sin marca": "sin-marca", "por definir": "por-definir", "": ""}
COLUMNS = {
    "grupo": "group", "num_en_grupo": "order", "sensibilizacion_fechas": "awareness_dates", "pal_cantidad": "plans",
    "estatus": "status",
}  # fmt: skip
MARKED = {
    "firma_declaratoria": "declaration", "sensibilizacion": "awareness", "stl": "secretariat", "pal": "plan",
    "semaforo_punto": "light_dot", "integracion_cgatp": "member",
}  # fmt: skip


def facts(name):
    with (needs_shared("semilla") / name).open(encoding="utf-8", newline="") as rows:
        return list(csv.DictReader(rows))


@pytest.mark.shared
def test_every_cell_of_every_cut_is_that_of_the_facts():
    ours = {(row["cut"], row["state"]): row for row in read_rows("cut_rows.csv")}
    theirs = {(row["fecha_corte"], row["clave_inegi"]): row for row in facts("entidades.csv")}
    assert set(ours) == set(theirs)
    for key, fact in theirs.items():
        assert {new: ours[key][new] for new in COLUMNS.values()} == {new: fact[old] for old, new in COLUMNS.items()}, (
            key
        )
        assert {new: ours[key][new] for new in MARKED.values()} == {
            new: MARKS[fact[old]] for old, new in MARKED.items()
        }
        assert ours[key]["lines"].replace("; ", ";") == fact["linea"]
        assert fact["fuente"][:3] in _source_of(key[0])


def _source_of(slug):
    return next(row["source"] for row in read_rows("cuts.csv") if row["slug"] == slug)


@pytest.mark.shared
def test_every_national_total_is_that_of_the_facts():
    ours = sorted((row["date"], row["value"], row["goal"], row["source"][-4:-1]) for row in read_rows("figures.csv"))
    nation = ("nacional", "Comisión", "Sistema Nacional de Transparencia")
    theirs = [
        (row["fecha_corte"], row["valor"], row["ods_numero"], row["fuente"][:3])
        for row in facts("compromisos_resumen.csv")
        if row["ambito"] in nation
    ]
    theirs += [
        (row["fecha_corte"], row["valor"], "", row["fuente"][:3])
        for row in facts("estados_stl.csv")
        if row["ambito"] == "nacional" and row["dimension"] != "modelo"
    ]
    # the installed secretariats stand in both files
    repeated = [("2016-09", "11", "", "001"), ("2020-11-10", "21", "", "002")]
    for item in repeated:
        theirs.remove(item)
    assert ours == sorted(theirs)


def test_parts_sum_to_what_the_source_says():
    figures = read_rows("figures.csv")

    def values(indicator):
        return [int(row["value"]) for row in figures if row["indicator"] == indicator]

    assert sum(values(BY_SECTOR)) == sum(values(BY_GENDER)) == values(PEOPLE)[0] == 184
    assert sum(values("compromisos alineados por ODS")) == 60


@pytest.mark.django_db
def test_loading_it_twice_changes_nothing():
    make_national()
    counts = [model.objects.count() for model in (Cut, CutRow, Figure, Contradiction)]
    make_national()
    assert [model.objects.count() for model in (Cut, CutRow, Figure, Contradiction)] == counts == [3, 87, 49, 14]
    for model in (Cut, CutRow, Figure, Contradiction):
        for row in model.objects.all():
            row.full_clean(exclude=["cut"])
    assert set(CutRow.objects.values_list("plan", flat=True)) <= {*Mark.values, ""}
    assert set(Figure.objects.values_list("kind", flat=True)) <= set(CutKind.values)
