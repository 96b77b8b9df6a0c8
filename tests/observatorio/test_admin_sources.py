"""Sources side by side in the admin: adopting, confirming, stating, and what a person may see of it."""

import pytest
from django.contrib.auth.models import Permission

from acervo.history.services import changes_of
from observatorio.models import Monument, SourceRecord
from observatorio.services.adoption import adopt
from observatorio.services.disagreements import unresolved
from tests.observatorio import inventory as given
from tests.observatorio.admin_forms import fresh, monument_url, page_url

pytestmark = pytest.mark.django_db


@pytest.fixture
def ana(client):
    user = given.user("ana", "Especialistas en patrimonio", first_name="Ana", last_name="Pérez")
    client.force_login(user)
    return user


def adopt_url(monument: Monument, attribute: str, statement: SourceRecord | None = None) -> str:
    address = page_url("adopt", monument.pk, attribute)
    return f"{address}?fuente={statement.pk}" if statement else address


def decide(client, address: str, **typed):
    return client.post(address, {"expected": client.get(address).context["form"].initial["expected"], **typed})


def cells(page) -> dict[str, dict[str, str]]:
    """The table as it is read: attribute → source → word of its state."""
    table = page.context["table"]
    names = [column.institution.abbreviation for column in table.columns]
    return {row.attribute: dict(zip(names, (cell.word for cell in row.cells), strict=True)) for row in table.rows}


def test_the_page_marks_who_contradicts_the_adopted_value(client, ana):
    monument = given.monument(name="Templo de Santo Domingo", condition="bueno")
    given.statement(monument, "inah", condition="malo", name="TEMPLO DE SANTO  DOMINGO")
    given.statement(monument, "junta", condition="bueno")
    page = client.get(page_url("sources", monument.pk))
    found = cells(page)
    assert found["condition"] == {"INAH": "Difiere", "JUNTA": "Coincide"}
    assert found["name"] == {"INAH": "Coincide", "JUNTA": "No dice"}
    assert found["municipality"] == {"INAH": "No dice", "JUNTA": "No dice"}
    only = client.get(page_url("sources", monument.pk), {"solo": "diferencias"})
    assert list(cells(only)) == ["condition"]


def test_adopting_asks_why_and_keeps_who_when_and_from_which_source(client, ana):
    monument = given.monument(condition="bueno")
    statement = given.statement(monument, "inah", condition="malo")
    address = adopt_url(monument, "condition", statement)
    assert "reason" in client.post(address, {"expected": '"bueno"', "source": "INAH"}).context["form"].errors
    assert fresh(monument).condition == "bueno"
    decide(client, address, source="INAH inah-1", reason="La cubierta se cayó en 2025")
    change = changes_of(monument).get()
    assert (fresh(monument).condition, change.by, change.source) == ("malo", ana, "INAH inah-1")
    text = client.get(page_url("sources", monument.pk)).text
    assert "Ana Pérez" in text
    assert "La cubierta se cayó en 2025" in text


def test_confirming_the_adopted_value_makes_the_difference_known_until_the_source_says_something_new(client, ana):
    monument = given.monument(condition="bueno")
    given.statement(monument, "inah", condition="malo")
    own = given.statement(monument, "junta", condition="bueno")
    assert monument.pk in unresolved()
    decide(client, adopt_url(monument, "condition", own), reason="Se restauró después de esa ficha")
    page = client.get(page_url("sources", monument.pk))
    assert cells(page)["condition"]["INAH"] == "Diferencia conocida"
    assert monument.pk not in unresolved()
    given.statement(monument, "inah", condition="malo")  # the same once more is nothing new
    assert monument.pk not in unresolved()
    given.statement(monument, "inah", condition="ruinoso")
    assert unresolved()[monument.pk] == ("condition",)
    assert cells(client.get(page_url("sources", monument.pk)))["condition"]["INAH"] == "Difiere"


def test_adopting_one_of_two_values_makes_the_other_a_known_difference(client, ana):
    monument = given.monument(condition="regular")
    given.statement(monument, "inah", condition="malo")
    other = given.statement(monument, "junta", condition="bueno")
    decide(client, adopt_url(monument, "condition", other), reason="Visita de marzo")
    found = cells(client.get(page_url("sources", monument.pk)))["condition"]
    assert found == {"INAH": "Diferencia conocida", "JUNTA": "Coincide"}


def test_nothing_is_overwritten_when_somebody_adopted_another_value_meanwhile(client, ana):
    monument = given.monument(condition="bueno")
    statement = given.statement(monument, "inah", condition="malo")
    address = adopt_url(monument, "condition", statement)
    expected = client.get(address).context["form"].initial["expected"]
    adopt(monument, {"condition": "ruinoso"}, by=given.user("otra"))
    answer = client.post(address, {"expected": expected, "reason": "Visita"})
    assert "Ruinoso" in answer.text
    assert fresh(monument).condition == "ruinoso"


def test_a_value_of_nobody_can_be_written(client, ana):
    monument = given.monument(name="Templo", latitude=22.7, longitude=-102.5)
    address = adopt_url(monument, "latitude")
    assert client.get(address).context["form"]["value"].value() == 22.7
    decide(client, address, value="22°46'31.8\" N", reason="GPS")
    assert fresh(monument).latitude == 22.7755
    address = adopt_url(monument, "institutions")
    inah = given.institution("inah")
    decide(client, address, value=[str(inah.pk)], reason="Oficio")
    assert list(fresh(monument).institutions.all()) == [inah]


def test_a_value_that_the_record_cannot_hold_is_refused_with_its_reason(client, ana):
    monument = given.monument(postal_code="98000")
    statement = given.statement(monument, "inah", postal_code="98")
    answer = decide(client, adopt_url(monument, "postal_code", statement), reason="Así dice")
    assert "cinco dígitos" in answer.text
    assert fresh(monument).postal_code == "98000"


def test_a_locked_monument_is_not_adopted_into_and_shows_no_buttons(client, ana):
    monument = given.monument(condition="bueno")
    statement = given.statement(monument, "inah", condition="malo")
    address = adopt_url(monument, "condition", statement)
    expected = client.get(address).context["form"].initial["expected"]
    Monument.objects.filter(pk=monument.pk).update(locked=True, locked_by=given.user("otra"))
    assert address not in client.get(page_url("sources", monument.pk)).text
    client.post(address, {"expected": expected, "reason": "Visita"})
    assert fresh(monument).condition == "bueno"


def test_a_statement_by_hand_keeps_only_what_the_source_says(client, ana):
    monument, inah = given.monument(condition="bueno"), given.institution("inah")
    given.statement(monument, "inah", condition="bueno", style="Barroco")
    address = page_url("add_statement", monument.pk)
    assert "institution" in client.post(address, {"say-condition": "malo"}).context["form"].errors
    assert client.post(address, {"institution": inah.pk, "key": "I-32-00576"}).context["form"].non_field_errors()
    typed = {"institution": inah.pk, "key": "I-32-00576", "stated_on": "2024-03-01", "title": "Ficha"}
    client.post(address, {**typed, "say-condition": "malo", "say-other_names": "Uno\nDos"})
    said = SourceRecord.objects.get(key="I-32-00576")
    assert said.values == {"condition": "malo", "other_names": ["Uno", "Dos"]}
    assert (said.received_by, str(said.stated_on)) == (ana, "2024-03-01")
    assert fresh(monument).condition == "bueno"
    found = cells(client.get(page_url("sources", monument.pk)))
    # What it said before of a field that it does not mention now still counts.
    assert (found["condition"]["INAH"], found["style"]["INAH"]) == ("Difiere", "Difiere")


def test_all_that_an_institution_ever_said_stays_readable(client, ana):
    monument = given.monument()
    given.statement(monument, "inah", condition="bueno")
    given.statement(monument, "inah", condition="malo")
    text = client.get(page_url("statements", monument.pk, given.institution("inah").pk)).text
    assert text.index("Malo") < text.index("Bueno")


def test_the_form_has_the_sources_in_a_tab(client, ana):
    monument = given.monument(condition="bueno")
    statement = given.statement(monument, "inah", condition="malo")
    text = client.get(monument_url("edit", monument.pk)).text
    assert adopt_url(monument, "condition", statement) in text


def test_the_report_lists_what_is_open_and_leads_to_it(client, ana):
    open_one = given.monument(name="Templo", condition="bueno")
    given.statement(open_one, "inah", condition="malo")
    settled = given.monument(name="Casa", condition="bueno")
    given.statement(settled, "inah", condition="malo")
    decide(
        client, adopt_url(settled, "condition", given.statement(settled, "junta", condition="bueno")), reason="Visita"
    )
    page = client.get(page_url("disagreements"))
    assert [row["monument"] for row in page.context["rows"]] == [open_one]
    assert page.context["rows"][0]["fields"] == ["Estado de conservación"]
    assert page.context["rows"][0]["url"] in page.text


@pytest.mark.parametrize("permissions", [[], ["view_monument"], ["change_monument"]])
def test_nobody_sees_a_page_or_a_button_that_would_be_refused(client, permissions):
    monument = given.monument(condition="bueno")
    statement = given.statement(monument, "inah", condition="malo")
    user = given.user("eva")
    user.user_permissions.set(Permission.objects.filter(codename__in=["access_admin", *permissions]))
    client.force_login(user)
    allowed = {
        page_url("sources", monument.pk): bool(permissions),
        page_url("field_history", monument.pk): bool(permissions),
        page_url("statements", monument.pk, statement.institution_id): bool(permissions),
        page_url("disagreements"): bool(permissions),
        page_url("add_statement", monument.pk): False,
        adopt_url(monument, "condition", statement): "change_monument" in permissions,
    }
    assert {address: client.get(address).status_code == 200 for address in allowed} == allowed
    if permissions:
        text = client.get(page_url("sources", monument.pk)).text
        assert (adopt_url(monument, "condition", statement) in text) == ("change_monument" in permissions)
        assert page_url("add_statement", monument.pk) not in text
    if "change_monument" not in permissions:
        client.post(adopt_url(monument, "condition", statement), {"expected": '"bueno"', "reason": "Visita"})
        assert fresh(monument).condition == "bueno"


@pytest.mark.parametrize("address", ["adoptar/nada/", "adoptar/condition/?fuente=abc", "adoptar/condition/?fuente=9999",
                                     "adoptar/protections/", "fuentes/9999/"])  # fmt: skip
def test_what_is_not_there_answers_404(client, ana, address):
    monument = given.monument()
    assert client.get(page_url("sources", monument.pk).replace("fuentes/", address)).status_code == 404
