"""Adopting a value: the live row, the drafts that wait, the history."""

import pytest
from django.core.exceptions import ValidationError

from acervo.history.services import changes_of
from observatorio.inventory.assign import assign
from observatorio.inventory.fields import SAYABLE
from observatorio.inventory.values import value_of
from observatorio.models import HeritageSite, Monument, Protection
from observatorio.services.adoption import ChangedMeanwhile, adopt
from tests.observatorio import inventory as given

pytestmark = pytest.mark.django_db


def fresh(monument: Monument) -> Monument:
    return Monument.objects.get(pk=monument.pk)


def test_adopting_changes_the_live_row_and_says_who_why_and_from_where():
    monument, ana = given.monument(condition="bueno"), given.user("ana")
    [change] = adopt(monument, {"condition": "malo"}, by=ana, source="INAH", reason="Visita de marzo")
    assert fresh(monument).condition == "malo"
    assert (change.field, change.old, change.new, change.by) == ("condition", "bueno", "malo", ana)
    assert (change.source, change.reason) == ("INAH", "Visita de marzo")
    assert list(changes_of(monument)) == [change]


def test_adopting_what_is_there_already_writes_nothing():
    monument = given.monument(condition="bueno")
    assert adopt(monument, {"condition": "bueno"}, by=given.user("ana")) == []
    assert fresh(monument).latest_revision is None


def test_a_draft_keeps_what_was_typed_and_gets_the_adopted_value():
    monument = given.monument(name="Templo", condition="bueno")
    given.draft_of(monument, name="Templo de San Agustín", style="Barroco")
    adopt(monument, {"condition": "malo"}, by=given.user("ana"))
    live = fresh(monument)
    assert (live.name, live.style, live.condition) == ("Templo", "", "malo")
    assert live.has_unpublished_changes
    draft = live.get_latest_revision_as_object()
    assert (draft.name, draft.style, draft.condition) == ("Templo de San Agustín", "Barroco", "malo")
    live.latest_revision.publish()
    published = fresh(monument)
    assert (published.name, published.condition, published.has_unpublished_changes) == (
        "Templo de San Agustín",
        "malo",
        False,
    )


def test_the_revision_of_the_live_row_is_older_than_the_draft_that_waits():
    monument = given.monument()
    given.draft_of(monument, style="Barroco")
    adopt(monument, {"condition": "malo"}, by=given.user("ana"))
    live = fresh(monument)
    assert live.live_revision != live.latest_revision
    assert live.latest_revision.is_latest_revision()
    assert live.live_revision.as_object().style == ""


def test_a_record_that_was_written_without_revision_gets_one_and_shows_its_live_row():
    monument = given.monument()
    adopt(monument, {"style": "Neoclásico"}, by=given.user("ana"))
    live = fresh(monument)
    assert live.live_revision == live.latest_revision
    assert not live.has_unpublished_changes
    assert live.get_latest_revision_as_object().style == "Neoclásico"


def test_an_unpublished_record_stays_unpublished():
    monument = given.monument(live=False)
    given.draft_of(monument, style="Barroco")
    adopt(monument, {"condition": "malo"}, by=given.user("ana"))
    live = fresh(monument)
    assert (live.live, live.condition, live.live_revision) == (False, "malo", None)
    assert live.get_latest_revision_as_object().style == "Barroco"
    assert live.get_latest_revision_as_object().condition == "malo"


def test_a_scheduled_revision_is_published_with_the_adopted_value():
    monument = given.monument()
    draft = given.draft_of(monument, style="Barroco")
    scheduled = draft.latest_revision
    scheduled.approved_go_live_at = "2030-01-01T00:00:00Z"
    scheduled.save()
    given.draft_of(monument, style="Churrigueresco")
    adopt(monument, {"condition": "malo"}, by=given.user("ana"))
    scheduled.refresh_from_db()
    assert scheduled.as_object().condition == "malo"
    assert scheduled.as_object().style == "Barroco"
    assert scheduled.approved_go_live_at is not None


def test_nothing_is_adopted_over_a_value_that_another_person_adopted_meanwhile():
    monument = given.monument(condition="regular")
    with pytest.raises(ChangedMeanwhile):
        adopt(monument, {"condition": "malo"}, by=given.user("ana"), expected={"condition": "bueno"})
    assert fresh(monument).condition == "regular"
    assert not changes_of(monument)


def test_a_value_that_the_form_would_refuse_is_refused():
    monument = given.monument(postal_code="98000")
    with pytest.raises(ValidationError) as refused:
        adopt(monument, {"postal_code": "98"}, by=given.user("ana"))
    assert "postal_code" in refused.value.message_dict
    assert fresh(monument).postal_code == "98000"


def test_an_old_fault_elsewhere_does_not_stop_a_good_value():
    monument = given.monument()
    Monument.objects.filter(pk=monument.pk).update(postal_code="98")
    assert adopt(monument, {"condition": "malo"}, by=given.user("ana"))


def test_what_was_deduced_from_an_adopted_value_follows_it():
    monument = given.monument(current_uses=["Templo católico"], dating="1707")
    assert (monument.use_category, monument.century_from) == ("culto", 18)
    changes = adopt(monument, {"current_uses": ["Museo"], "dating": "1650"}, by=given.user("ana"))
    assert {change.field for change in changes} == {
        "current_uses",
        "use_category",
        "dating",
        "century_from",
        "century_to",
    }
    live = fresh(monument)
    assert (live.use_category, live.century_from, live.year_from) == ("cultura", 17, 1650)


def test_relations_are_adopted_by_their_codes():
    site = HeritageSite.objects.create(name="Zacatecas", slug="zacatecas", reference="676")
    monument = given.monument(institutions=[given.institution("inah")])
    given.institution("junta")
    monument.protections.add(Protection(kind="ley-federal", name="LFMZAAH", authority=given.institution("inah")))
    monument.save()
    values = {
        "heritage_site": "676",
        "institutions": ["inah", "junta"],
        "protections": [{"kind": "ley-federal", "name": "LFMZAAH"}, {"kind": "patrimonio-mundial", "name": ""}],
    }
    given.draft_of(fresh(monument), style="Barroco")
    adopt(monument, values, by=given.user("ana"))
    for seen in (fresh(monument), fresh(monument).get_latest_revision_as_object()):
        assert {name: value_of(seen, name) for name in values} == values
        assert seen.heritage_site == site
    kept = fresh(monument).protections.get(kind="ley-federal")
    assert kept.authority == given.institution("inah")


@pytest.mark.parametrize(("attribute", "value"), [("heritage_site", "9999"), ("institutions", ["nadie"])])
def test_a_code_that_leads_nowhere_is_named(attribute, value):
    with pytest.raises(ValidationError) as refused:
        adopt(given.monument(), {attribute: value}, by=given.user("ana"))
    assert str(value[0] if isinstance(value, list) else value) in str(refused.value)


def test_assigning_what_was_read_changes_nothing():
    HeritageSite.objects.create(name="Zacatecas", slug="zacatecas", reference="676")
    monument = given.monument(institutions=[given.institution("inah")], other_names=["El viejo"], latitude=22.7)
    before = {name: value_of(monument, name) for name in SAYABLE}
    for name, value in before.items():
        assign(monument, name, value)
    monument.save()
    assert {name: value_of(fresh(monument), name) for name in SAYABLE} == before
    assert not changes_of(monument)
