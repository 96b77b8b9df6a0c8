"""The inventory's form and list in Wagtail's admin."""

import csv
import io

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from openpyxl import load_workbook

from acervo.history.services import changes_of
from observatorio.inventory.fields import BY_ATTRIBUTE
from observatorio.models import FieldRestriction, HeritageSite, Monument, Photo, Protection, SourceRecord
from tests.observatorio import inventory as given
from tests.observatorio.admin_forms import add_child, errors, filled, fresh, monument_url, page_url, save

pytestmark = pytest.mark.django_db


@pytest.fixture
def boss(client, admin_user):
    client.force_login(admin_user)
    return client


def new(client, **typed):
    data = filled(client.get(monument_url("add")), **typed)
    return client.post(monument_url("add"), {**data, "action-publish": "1"})


NEEDED = {"name": "Casa de Moneda", "classification": "civil", "state": "32", "municipality": "Zacatecas"}


def test_a_new_monument_gets_a_code_of_its_state_and_is_published(boss):
    new(boss, **NEEDED, current_uses="Museo\n\n Oficinas ", latitude="22°46'31.8\" N", longitude="102,5722")
    made = Monument.objects.get()
    assert (made.code, made.live, made.current_uses) == ("ZAC-0001", True, ["Museo", "Oficinas"])
    assert (made.latitude, made.longitude) == (22.7755, -102.5722)
    assert made.use_category == "cultura"


@pytest.mark.parametrize("missing", NEEDED)
def test_not_even_a_draft_is_kept_without_name_class_state_and_municipality(boss, missing):
    data = filled(boss.get(monument_url("add")), **{**NEEDED, missing: ""})
    response = boss.post(monument_url("add"), data)
    assert missing in errors(response)
    assert not Monument.objects.exists()


@pytest.mark.parametrize(
    ("field", "typed"),
    [
        ("latitude", "al norte"),
        ("latitude", "22°75'00\""),
        ("inah_key", "576"),
        ("dating", "hace mucho"),
        ("wikidata", "42"),
    ],
)
def test_what_is_not_right_is_said_in_its_field(boss, field, typed):
    response = new(boss, **{**NEEDED, "longitude": "-102.57", field: typed})
    assert field in errors(response)
    assert not Monument.objects.exists()


def test_the_code_does_not_change_once_it_has_an_address(boss):
    monument = given.monument(code="ZAC-0007")
    save(boss, monument, code="ZAC-0008", action="action-publish")
    assert fresh(monument).code == "ZAC-0007"


def test_a_draft_leaves_the_published_record_alone(boss):
    monument = given.monument(name="Templo", style="")
    save(boss, monument, style="Barroco")
    assert fresh(monument).style == ""
    assert fresh(monument).get_latest_revision_as_object().style == "Barroco"
    page = boss.get(monument_url("edit", monument.pk))
    assert page.context["form"]["style"].value() == "Barroco"


def test_a_record_imported_without_revision_opens_with_its_live_row(boss):
    monument = given.monument()
    save(boss, monument, style="Barroco", action="action-publish")
    Monument.objects.filter(pk=monument.pk).update(style="Neoclásico")
    page = boss.get(monument_url("edit", monument.pk))
    assert page.context["form"]["style"].value() == "Neoclásico"


def test_every_list_of_the_form_is_one_value_a_line(boss):
    monument = given.monument(other_names=["La Bufa", "El Cerro"], authors=["Juan (alarife)"])
    page = boss.get(monument_url("edit", monument.pk))
    assert page.context["form"]["other_names"].value() == "La Bufa\nEl Cerro"
    save(boss, monument, other_names="La Bufa\nLa  Bufa\n", authors="", action="action-publish")
    assert (fresh(monument).other_names, fresh(monument).authors) == (["La Bufa"], [])


def test_children_are_written_with_the_form(boss, site_tree):
    monument, inah = given.monument(), given.institution("inah")
    address = monument_url("edit", monument.pk)
    data = filled(boss.get(address), institutions=[str(inah.pk)])
    add_child(data, "phases", date="1707/1749", description="Construcción", authors="")
    add_child(data, "fabric", element="Fachada", material="Cantera", technique="Labrado")
    add_child(data, "protections", kind="ley-federal", name="LFMZAAH", authority=str(inah.pk), date="1972", gazette="")
    add_child(data, "bibliography", text="Terán, 1991", url="")
    add_child(data, "restrictions", field="condition", level="reservado", ground="LGTAIP, art. 112", until="2030-01-01")
    response = boss.post(address, {**data, "action-publish": "1"})
    assert response.status_code == 302, errors(response)
    live = fresh(monument)
    assert [live.phases.count(), live.fabric.count(), live.protections.count(), live.bibliography.count()] == [1] * 4
    assert list(live.institutions.all()) == [inah]
    assert live.restrictions.get().field == "condition"
    changed = {change.field: change.new for change in changes_of(live)}
    assert changed["phases"] == [{"date": "1707/1749", "description": "Construcción"}]
    assert changed["institutions"] == ["inah"]
    assert changed["protections"][0]["authority"] == {"pk": inah.pk, "title": "INAH"}
    assert changed["restrictions"][0]["until"] == "2030-01-01"


@pytest.mark.parametrize("field", ["name", "code", "nada"])
def test_only_fields_that_may_be_hidden_can_be_restricted(boss, field):
    monument = given.monument()
    address = monument_url("edit", monument.pk)
    data = filled(boss.get(address))
    add_child(data, "restrictions", field=field, level="confidencial", ground="LGTAIP, art. 115", until="")
    response = boss.post(address, {**data, "action-publish": "1"})
    assert "restrictions" in errors(response)
    assert not FieldRestriction.objects.exists()


def test_the_form_offers_the_restrictable_fields_by_their_names(boss):
    page = boss.get(monument_url("add"))
    offered = page.context["form"].formsets["restrictions"].empty_form["field"].field.widget.choices
    assert ("owner_name", "Propietario o poseedor") in list(offered)
    assert "code" not in dict(offered)


def test_every_field_with_a_standard_names_it_in_its_help(boss):
    form = boss.get(monument_url("add")).context["form"]
    silent = [
        name
        for name, field in form.fields.items()
        if (known := BY_ATTRIBUTE.get(name)) and known.standard
        and str(known.standard).partition(",")[0] not in str(field.help_text)
    ]  # fmt: skip
    assert silent == []


def test_both_previews_show_what_is_being_typed(boss, site_tree):
    monument = given.monument(owner_name="")
    address = monument_url("edit", monument.pk)
    data = filled(boss.get(address), name="Templo de la Merced", owner_name="Ana Pérez")
    preview = monument_url("preview_on_edit", monument.pk)
    assert boss.post(preview, data).json()["is_valid"]
    public = boss.get(preview, {"mode": ""}).text
    assert "Templo de la Merced" in public
    assert "Ana Pérez" not in public
    assert "Ana Pérez" in boss.get(preview, {"mode": "completa"}).text


@pytest.mark.parametrize("mode", ["", "completa"])
def test_a_monument_is_previewed_before_it_is_ever_saved(boss, site_tree, mode):
    data = filled(boss.get(monument_url("add")), **NEEDED)
    preview = monument_url("preview_on_add")
    assert boss.post(preview, data).json()["is_valid"]
    page = boss.get(preview, {"mode": mode})
    assert (page.status_code, "Casa de Moneda" in page.text) == (200, True)
    assert not Monument.objects.exists()


def test_two_revisions_are_compared_field_by_field(boss):
    monument = given.monument(other_names=["Viejo"])
    save(boss, monument, other_names="Viejo\nNuevo", style="Barroco", action="action-publish")
    save(boss, monument, style="Neoclásico", action="action-publish")
    page = boss.get(monument_url("revisions_compare", monument.pk, "earliest", "live"))
    assert "Neoclásico" in page.text


# --- The list ---------------------------------------------------------------------------------------


def listed(client, **query) -> list[str]:
    page = client.get(monument_url("list"), query)
    assert page.status_code == 200
    return [monument.name for monument in page.context["object_list"]]


def test_the_list_tells_condition_in_words_and_sources_in_disagreement(boss):
    monument = given.monument(name="Templo", condition="malo")
    given.statement(monument, "inah", condition="bueno")
    text = boss.get(monument_url("list")).text
    assert "Malo" in text
    assert "1 campo difiere" in text


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({"classification": "civil"}, ["Casa"]),
        ({"classification": ["civil", "religiosa"]}, ["Templo", "Casa"]),
        ({"condition": "malo"}, ["Casa"]),
        ({"use_category": "cultura"}, ["Casa"]),
        ({"state": "01"}, ["Casa"]),
        ({"municipality": "Zacatecas"}, ["Templo"]),
        ({"protection": "ley-federal"}, ["Templo"]),
        ({"live": "0"}, ["Casa"]),
        ({"live": "draft"}, ["Templo"]),
        ({"attention": "disagreement"}, ["Templo"]),
        ({"attention": "no_coordinates"}, ["Casa"]),
        ({"attention": "no_photo"}, ["Templo", "Casa"]),
        ({"q": "templo"}, ["Templo"]),
        ({"q": "templo", "condition": "malo"}, []),
        ({"q": 'tem"plo'}, []),
    ],
)
def test_the_list_is_filtered_and_searched(boss, query, found):
    temple = given.monument(name="Templo", code="ZAC-0001", latitude=22.7, longitude=-102.5)
    temple.protections.add(Protection(kind="ley-federal"))
    temple.save()
    given.statement(temple, "inah", condition="malo")
    given.draft_of(temple, style="Barroco")
    given.monument(
        name="Casa", code="ZAC-0002", classification="civil", condition="malo", state="01", municipality="Calvillo",
        current_uses=["Museo"], live=False,
    )  # fmt: skip
    assert listed(boss, **query) == found


def test_the_list_is_filtered_by_site_and_institution(boss):
    site = HeritageSite.objects.create(name="Zacatecas", slug="zacatecas", reference="676")
    inah = given.institution("inah")
    given.monument(name="Templo", heritage_site=site)
    given.monument(name="Casa", institutions=[inah])
    assert listed(boss, heritage_site=site.pk) == ["Templo"]
    assert listed(boss, institution=inah.pk) == ["Casa"]


@pytest.mark.parametrize("key", ["name", "code", "classification", "condition", "municipality", "updated_at", "live"])
def test_each_column_orders_the_list_also_while_searching(boss, key):
    given.monument(name="Templo A", municipality="Guadalupe", classification="civil", condition="malo")
    given.monument(name="Templo B", municipality="Zacatecas", classification="religiosa", condition="regular")
    assert listed(boss, ordering=key) == listed(boss, ordering=f"-{key}")[::-1] or key == "live"
    assert sorted(listed(boss, ordering=key, q="templo")) == ["Templo A", "Templo B"]


def rows(first: int, total: int) -> None:
    """Monuments as an import writes them: no revision, two sources each."""
    image, inah, junta = given.image(), given.institution("inah"), given.institution("junta")
    site = HeritageSite.objects.get_or_create(name="Zacatecas", slug="zacatecas", reference="676")[0]
    values = {"classification": "civil", "state": "32", "municipality": "Zacatecas", "heritage_site": site}
    codes = [f"ZAC-{number:04d}" for number in range(first, first + total)]
    made = Monument.objects.bulk_create(Monument(code=code, name=f"Casa {code}", **values) for code in codes)
    through = Monument.institutions.through
    through.objects.bulk_create(through(monument=monument, institution=inah) for monument in made)
    Photo.objects.bulk_create(Photo(monument=monument, image=image, alt_text="Fachada") for monument in made)
    SourceRecord.objects.bulk_create(
        SourceRecord(monument=monument, institution=institution, values={"condition": condition})
        for monument in made
        for institution, condition in ((inah, "malo"), (junta, "ruinoso"))
    )


def queries_of(client, address: str) -> int:
    client.get(address)  # sizes of images and content types are made once
    with CaptureQueriesContext(connection) as queries:
        client.get(address)
    return len(queries)


def test_the_list_and_the_report_cost_the_same_queries_at_20_and_at_200_rows(boss):
    addresses = (monument_url("list"), page_url("disagreements"))
    rows(1, 20)
    few = [queries_of(boss, address) for address in addresses]
    rows(21, 180)
    assert [queries_of(boss, address) for address in addresses] == few


@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_the_list_is_taken_away_as_a_spreadsheet(boss, form):
    monument = given.monument(name="Templo", institutions=[given.institution("inah")])
    given.monument(name="Casa", condition="malo")
    given.statement(monument, "junta", condition="ruinoso")
    answer = boss.get(monument_url("list"), {"export": form, "condition": "bueno"})
    content = b"".join(answer.streaming_content) if answer.streaming else answer.content
    if form == "csv":
        table = list(csv.reader(io.StringIO(content.decode("utf-8-sig"))))
    else:
        table = [[str(cell) for cell in row] for row in load_workbook(io.BytesIO(content)).active.values]
    assert table[0][:2] == ["Clave del inventario", "Nombre"]
    assert [row[1] for row in table[1:]] == ["Templo"]
    row = dict(zip(table[0], table[1], strict=True))
    assert (row["Instancias"], row["Campos en discrepancia"]) == ("INAH", "estado de conservación")


def test_the_menu_has_a_place_for_the_observatory(boss):
    page = boss.get(reverse("wagtailadmin_home"))
    for name in ("Inmuebles", "Sitios", "Instituciones", "Discrepancias"):
        assert name in page.text


def test_sites_and_institutions_are_kept_by_their_forms(boss):
    address = reverse("wagtailsnippets_observatorio_institution:add")
    boss.post(
        address,
        filled(boss.get(address), code="inah", abbreviation="INAH", name="Instituto", synonyms="I.N.A.H.\nInah"),
    )
    assert given.institution("inah").synonyms == ["I.N.A.H.", "Inah"]
    address = reverse("wagtailsnippets_observatorio_heritagesite:add")
    typed = {"name": "Zacatecas", "slug": "zacatecas", "reference": "676", "states": ["32"], "criteria": "(ii)(iv)"}
    boss.post(address, filled(boss.get(address), **typed))
    site = HeritageSite.objects.get()
    assert (site.states, site.reference) == (["32"], "676")
    assert "Zacatecas" in boss.get(reverse("wagtailsnippets_observatorio_heritagesite:list")).text
