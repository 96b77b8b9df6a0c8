"""The history of fields: rows are written for what differs, by whom, why, and once."""

import pytest
from django.db import IntegrityError, transaction

from acervo.history import services as history
from acervo.history.models import FieldChange
from observatorio.models import Monument, Phase, Photo
from tests.observatorio import inventory as given

pytestmark = pytest.mark.django_db


def test_only_what_differs_is_recorded_with_one_moment_for_all():
    monument, ana = given.monument(), given.user("ana")
    rows = history.record(
        monument, {"a": (1, 1), "b": ("", "x"), "c": ([1], [2])}, by=ana, source="INAH", reason="Visita"
    )
    assert [(row.field, row.old, row.new) for row in rows] == [("b", "", "x"), ("c", [1], [2])]
    assert len({row.at for row in rows}) == 1
    assert {(row.by, row.source, row.reason) for row in history.changes_of(monument)} == {(ana, "INAH", "Visita")}
    assert history.record(monument, {"a": (1, 1)}) == []


def test_each_record_has_its_own_history_newest_first():
    first, second = given.monument(), given.monument()
    history.record(first, {"name": ("a", "b")})
    history.record(first, {"name": ("b", "c")})
    history.record(second, {"name": ("x", "y")})
    assert [change.new for change in history.changes_of(first)] == ["c", "b"]


def test_saving_a_tracked_record_leaves_its_changes_whoever_saves():
    monument = given.monument(style="")
    monument.style = "Barroco"
    monument.save()
    assert [(change.field, change.by) for change in history.changes_of(monument)] == [("style", None)]
    monument.save()
    assert history.changes_of(monument).count() == 1


def test_changes_carry_on_whose_behalf_they_were_made():
    monument, ana = given.monument(), given.user("ana")
    monument.style = "Barroco"
    with history.attributed(by=ana, source="INAH", reason="Visita") as written:
        monument.save()
    assert written.changes == list(history.changes_of(monument))
    assert written.changes[0].by == ana
    assert history.current_attribution() is None


def test_silence_is_only_inside():
    monument = given.monument()
    with history.silent():
        monument.style = "Barroco"
        monument.save()
    assert not history.changes_of(monument)
    monument.style = "Neoclásico"
    monument.save()
    assert history.changes_of(monument).get().old == "Barroco"


def test_saving_some_columns_records_only_these():
    monument = given.monument(style="", condition="bueno")
    monument.style, monument.condition = "Barroco", "malo"
    monument.save(update_fields=["style"])
    assert [change.field for change in history.changes_of(monument)] == ["style"]


def test_a_new_record_has_no_history():
    given.monument()
    assert not FieldChange.objects.exists()


def test_children_and_relations_are_kept_as_values_that_can_be_read_without_them():
    monument, whole = given.monument(), given.monument(name="Conjunto", code="ZAC-0099")
    image = given.image("Fachada principal")
    monument.part_of = whole
    monument.phases.add(Phase(date="1707", description="Construcción"))
    monument.photos.add(Photo(image=image, alt_text="Fachada"))
    monument.save()
    changes = {change.field: change.new for change in history.changes_of(monument)}
    assert changes["part_of"] == "ZAC-0099"
    assert changes["phases"] == [{"date": "1707", "description": "Construcción"}]
    assert changes["photos"][0]["image"] == {"pk": image.pk, "title": "Fachada principal"}


def test_nothing_is_recorded_of_a_save_that_fails():
    monument, other = given.monument(code="ZAC-0001"), given.monument(code="ZAC-0002")
    monument.code = other.code
    with pytest.raises(IntegrityError), transaction.atomic():
        monument.save()
    assert not FieldChange.objects.exists()
    assert Monument.objects.get(pk=monument.pk).code == "ZAC-0001"
