"""Sheets of monuments: which monument a row means, which values are adopted, drafts, undoing."""

import pytest

from acervo.history.models import FieldChange
from acervo.tabular import services
from acervo.tabular.models import BatchState
from acervo.tabular.table import UndoRefused
from observatorio.models import Inspection, Monument, Protection, SourceRecord
from observatorio.services.adoption import adopt
from tests.observatorio import inventory, sheets
from tests.observatorio.sheets import TEMPLE, checked, imported, receive, snapshot

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def vocabularies():
    sheets.vocabularies()


def row(batch, number=1):
    return batch.rows.get(number=number)


def faults(batch, number=1):
    return [(fault["column"], fault["reason"]) for fault in row(batch, number).faults]


# --- New monuments ---


def test_a_new_monument_is_whole_published_and_valid(search_index, committing):
    with committing():
        batch = imported([{
            **TEMPLE, "numero_inventario": "JPM-1", "otros_nombres": "La Compañía|La Inmaculada", "uso_actual": "Museo|Oficinas",
            "anio_inicio": "1746", "anio_fin": "1750", "vialidad": "Av. Hidalgo", "numero": "12", "latitud": "22.77",
            "longitud": "-102.57", "proteccion": "LFMZAAH art. 36|Patrimonio Mundial 676", "sitio_unesco": "676",
            "instancia": "INAH|UNESCO", "estado_conservacion": "Malo: con grietas", "fuente_titulo": "Catálogo",
        }], source="junta")  # fmt: skip
    assert batch.counts == {"created": 1}
    monument = Monument.objects.get()
    monument.full_clean()
    assert monument.live
    assert monument.first_published_at
    assert monument.code == "ZAC-0001"
    assert (monument.dating, monument.year_from, monument.year_to, monument.century_from) == (
        "1746/1750",
        1746,
        1750,
        18,
    )
    assert (monument.street_type, monument.street, monument.use_category) == ("avenida", "Hidalgo", "cultura")
    assert (monument.condition, monument.condition_note) == ("malo", "con grietas")
    assert monument.municipality_key == "056"
    assert {item.code for item in monument.institutions.all()} == {"inah", "unesco"}
    said = SourceRecord.objects.get()
    assert (said.institution.code, said.key, said.title, said.batch) == ("junta", "JPM-1", "Catálogo", batch)
    assert said.values["current_uses"] == ["Museo", "Oficinas"]
    assert monument.junta_key == "JPM-1"


def test_without_publishing_new_monuments_are_drafts():
    imported([TEMPLE], options={"publish": False})
    assert not Monument.objects.get().live


def test_who_may_not_publish_does_not_publish():
    imported([TEMPLE], user=inventory.user("eva"), options={"publish": True})
    assert not Monument.objects.get().live


def test_codes_go_on_from_the_last_one():
    inventory.monument("Otro", code="ZAC-0041")
    imported([{**TEMPLE, "nombre": f"Casa {word}"} for word in ("Rosales", "Tacuba")])
    assert set(Monument.objects.values_list("code", flat=True)) == {"ZAC-0041", "ZAC-0042", "ZAC-0043"}


# --- Which monument ---


def test_the_same_sheet_brought_twice_changes_nothing():
    rows = [{**TEMPLE, "nombre": f"Casa {word}", "siglo": "XVIII"} for word in ("Rosales", "Tacuba", "Merced")]
    imported(rows)
    before = snapshot()
    assert imported(rows).counts == {"same": 3}
    assert snapshot() == before
    assert SourceRecord.objects.count() == 3
    assert not FieldChange.objects.exists()


def test_a_name_that_another_source_gave_is_to_be_confirmed_and_never_doubled():
    known = inventory.monument("Templo de Santo Domingo")
    batch = checked([{**TEMPLE, "nombre": "TEMPLO DE SANTO DOMINGO"}])
    assert batch.counts == {"doubtful": 1}
    assert [(item["pk"], item["exact"]) for item in row(batch).candidates] == [(known.pk, True)]
    services.write(batch)
    assert Monument.objects.count() == 1


@pytest.mark.parametrize("name", ["Templo de Sto. Domingo de Guzman", "Templo Santo Domingoo", "Iglesia de Santo Domíngo"])  # fmt: skip
def test_a_name_that_is_only_like_one_is_doubtful_too(name):
    inventory.monument("Templo de Santo Domingo de Guzmán" if "Guzman" in name else "Templo de Santo Domingo")
    batch = checked([{**TEMPLE, "nombre": name}])
    assert batch.counts == {"doubtful": 1}


def test_another_municipality_or_street_number_is_another_monument():
    inventory.monument("Casa habitación", street="Tacuba", exterior_number="12")
    inventory.monument("Capilla Vieja", municipality="Guadalupe")
    batch = checked([
        {**TEMPLE, "nombre": "Casa habitación", "vialidad": "Calle Tacuba", "numero": "14"},
        {**TEMPLE, "nombre": "Capilla Vieja"},
    ])  # fmt: skip
    assert batch.counts == {"created": 2}


@pytest.mark.parametrize(("decision", "counts", "monuments"), [(0, {"created": 1}, 2), ("known", {"changed": 1}, 1)])
def test_a_person_decides_what_a_doubtful_row_means(decision, counts, monuments):
    known = inventory.monument("Templo de Santo Domingo")
    batch = checked([{**TEMPLE, "estilo": "Barroco"}])
    services.decide(batch, {1: known.pk if decision == "known" else decision})
    services.write(batch)
    assert batch.counts == counts
    assert Monument.objects.count() == monuments


def test_all_exact_candidates_can_be_taken_at_once():
    inventory.monument("Templo de Santo Domingo")
    batch = checked([TEMPLE, {**TEMPLE, "nombre": "Casa de Tacuba"}])
    assert services.decide_exact(batch) == 1
    services.write(batch)
    assert batch.counts == {"changed": 1, "created": 1}  # its municipality gets its key


def test_keys_find_the_monument_whatever_its_name():
    known = inventory.monument("Portal de Rosales", inah_key="I-32-00576")
    batch = imported([{**TEMPLE, "nombre": "Otro nombre", "clave": "i-32-00576"}])
    assert row(batch).target_pk == known.pk
    assert Monument.objects.count() == 1


def test_keys_that_contradict_each_other_are_refused():
    inventory.monument("Uno", inah_key="I-32-00576")
    inventory.monument("Dos", code="ZAC-0099")
    batch = checked(
        [{**TEMPLE, "codigo": "ZAC-0099", "clave": "I-32-00576"}, {**TEMPLE, "codigo": "ZAC-0500", "clave": ""}]
    )
    assert "«Uno»" in faults(batch)[0][1]
    assert "no está en este inventario" in faults(batch, 2)[0][1]


def test_two_rows_that_mean_one_monument_are_told():
    inventory.monument("Uno", inah_key="I-32-00576", code="ZAC-0007")
    batch = checked([{**TEMPLE, "clave": "I-32-00576", "codigo": ""}, {**TEMPLE, "clave": "", "codigo": "ZAC-0007"}])
    assert batch.counts == {"changed": 1, "refused": 1}
    assert "fila 1" in faults(batch, 2)[0][1]


def test_a_locked_monument_is_left_alone():
    inventory.monument("Uno", inah_key="I-32-00576", locked=True)
    batch = imported([{**TEMPLE, "clave": "I-32-00576"}])
    assert batch.counts == {"refused": 1}


# --- Which values are adopted ---


def keyed(**cells):
    return {**TEMPLE, "clave": "I-32-00576", **cells}


def test_an_institution_that_corrects_itself_is_followed():
    imported([keyed(estado_conservacion="Bueno")])
    batch = imported([keyed(estado_conservacion="Malo")])
    assert batch.counts == {"changed": 1}
    assert row(batch).changes == [
        {"field": "condition", "label": "Estado de conservación", "old": "Bueno", "new": "Malo", "adopted": True}
    ]
    change = FieldChange.objects.get()
    assert (change.field, change.old, change.new, change.batch) == ("condition", "bueno", "malo", batch)
    assert "INAH" in change.source
    assert Monument.objects.get().condition == "malo"


def test_another_institution_disputes_and_does_not_overwrite():
    imported([keyed(estado_conservacion="Bueno")])
    batch = imported([keyed(estado_conservacion="Malo", estilo="Barroco")], source="unesco")
    monument = Monument.objects.get()
    assert (monument.condition, monument.style) == ("bueno", "Barroco")  # what was empty is filled in
    assert {item["field"]: item["adopted"] for item in row(batch).changes} == {"style": True, "condition": False}
    assert SourceRecord.objects.filter(institution__code="unesco").get().values["condition"] == "malo"


def test_who_is_followed_cannot_change_what_another_institution_also_says():
    imported([keyed(estado_conservacion="Bueno")])
    imported([keyed(estado_conservacion="Bueno")], source="unesco")
    imported([keyed(estado_conservacion="Malo")])
    assert Monument.objects.get().condition == "bueno"


def test_a_value_that_a_person_adopted_is_not_overwritten():
    imported([keyed(estado_conservacion="Bueno")])
    adopt(Monument.objects.get(), {"condition": "regular"}, by=None, reason="visita")
    imported([keyed(estado_conservacion="Malo")])
    assert Monument.objects.get().condition == "regular"


@pytest.mark.parametrize(("policy", "style"), [("keep", "Barroco"), ("clear", "")])
def test_blank_cells_keep_or_clear(policy, style):
    imported([keyed(estilo="Barroco", siglo="XVIII")])
    imported([keyed(estilo="", siglo="")], blank_policy=policy)
    monument = Monument.objects.get()
    assert monument.style == style
    assert monument.century_from == (18 if policy == "keep" else None)
    monument.full_clean()


def test_what_was_deduced_is_deduced_again():
    imported([keyed(uso_actual="Museo", anio_inicio="1731")])
    imported([keyed(uso_actual="Hotel", anio_inicio="1831")])
    monument = Monument.objects.get()
    assert (monument.use_category, monument.century_from, monument.year_from) == ("hospedaje", 19, 1831)


def test_a_draft_gets_the_values_and_keeps_the_rest_of_what_was_typed():
    imported([keyed(estado_conservacion="Bueno")])
    monument = Monument.objects.get()
    inventory.draft_of(monument, description="a medias")
    imported([keyed(estado_conservacion="Malo")])
    monument = Monument.objects.get()
    draft = monument.get_latest_revision_as_object()
    assert (monument.condition, monument.description) == ("malo", "")
    assert (draft.condition, draft.description) == ("malo", "a medias")


def test_the_form_shows_what_was_imported_over_an_old_revision():
    imported([keyed(estado_conservacion="Bueno")])
    monument = Monument.objects.get()
    monument.save_revision().publish()
    imported([keyed(estado_conservacion="Malo")])
    assert Monument.objects.get().get_latest_revision_as_object().condition == "malo"


def test_a_protection_that_stays_keeps_its_decree():
    imported([keyed(proteccion="LFMZAAH art. 36")])
    Protection.objects.update(date="1972-05-06")
    imported([keyed(proteccion="LFMZAAH art. 36|Patrimonio Mundial 676")])
    assert list(Protection.objects.order_by("sort_order").values_list("name", "date")) == [
        ("LFMZAAH art. 36", "1972-05-06"), ("Patrimonio Mundial 676", ""),
    ]  # fmt: skip


# --- Taking it back ---


def test_undo_returns_to_exactly_what_was():
    imported([keyed(estado_conservacion="Bueno", uso_actual="Museo", instancia="INAH", proteccion="LFMZAAH art. 36")])
    before, statements = snapshot(), SourceRecord.objects.count()
    batch = imported([
        keyed(estado_conservacion="Malo", uso_actual="Hotel", instancia="INAH|UNESCO", proteccion="LFMZAAH art. 33",
              anio_inicio="1700", sitio_unesco="676", baja="sí"),
        {**TEMPLE, "nombre": "Casa nueva", "clave": ""},
    ])  # fmt: skip
    assert not Monument.objects.get(inah_key="I-32-00576").live
    assert snapshot() != before
    done = services.undo(batch, None)
    assert (done.deleted, done.restored) == (1, 1)
    assert snapshot() == before
    assert SourceRecord.objects.count() == statements
    assert batch.state == BatchState.UNDONE


def test_undo_says_what_is_newer_and_does_nothing():
    imported([keyed(estado_conservacion="Bueno")])
    batch = imported([keyed(estado_conservacion="Malo", estilo="Barroco")])
    eva = inventory.user("eva")
    adopt(Monument.objects.get(), {"condition": "ruinoso"}, by=eva)
    before = snapshot()
    with pytest.raises(UndoRefused) as refused:
        services.undo(batch, None)
    (obstacle,) = refused.value.obstacles
    assert str(obstacle).startswith("fila 1, «Templo de Santo Domingo»: el campo «Estado de conservación» fue cambiado después por eva el ")  # fmt: skip
    assert snapshot() == before
    batch.refresh_from_db()
    assert batch.state == BatchState.DONE
    assert "eva" in batch.error
    services.undo(batch, None, force=True)
    monument = Monument.objects.get()
    assert (monument.condition, monument.style) == ("ruinoso", "")


def test_a_monument_that_somebody_worked_on_is_not_deleted():
    batch = imported([TEMPLE])
    Inspection.objects.create(monument=Monument.objects.get(), inspector="Eva", access="completo", occupancy="ocupado", condition="bueno", risk="bajo")  # fmt: skip
    with pytest.raises(UndoRefused, match="inspecciones"):
        services.undo(batch, None)
    assert Monument.objects.exists()


def test_batches_are_undone_one_after_the_other():
    start = snapshot()
    batches = [imported([keyed(estado_conservacion=word)]) for word in ("Bueno", "Regular", "Malo")]
    with pytest.raises(UndoRefused):
        services.undo(batches[1], None)
    for batch in reversed(batches):
        services.undo(batch, None)
    assert snapshot() == start


def test_the_work_does_not_grow_a_query_for_each_row(django_assert_max_num_queries):
    small = receive(
        [{**TEMPLE, "nombre": f"Casa número {number} de Tacuba", "numero_inventario": number} for number in range(3)]
    )
    big = receive(
        [
            {**TEMPLE, "nombre": f"Casa número {number} de Rosales", "numero_inventario": 1000 + number}
            for number in range(300)
        ]
    )
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(
        connection,
    ) as few:
        services.write(small)
    with django_assert_max_num_queries(len(few) + 2):
        services.write(big)
