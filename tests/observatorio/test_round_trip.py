"""What is exported can be imported again and changes nothing."""

import io

import pytest
from django.core.management import call_command
from django.urls import reverse

from acervo.history.models import FieldChange
from acervo.tabular import services
from acervo.tabular.models import BlankPolicy
from acervo.tabular.registry import table
from observatorio.exports.formats import complete, whole
from observatorio.exports.rows import ABOUT
from observatorio.inventory.columns import EXPORT_ONLY
from observatorio.inventory.values import values_of
from observatorio.models import FieldRestriction, Institution, Monument
from tests.needs import needs_shared

from .open_data import full, hide
from .public_inventory import monument, some
from .sheets import vocabularies

pytestmark = pytest.mark.django_db


@pytest.fixture
def inventory(site_tree):
    """Monuments whose cells are hard to write: lists with separators in them, open dates, a type in a street's name."""
    Institution.objects.get_or_create(code="observatorio", defaults={"abbreviation": "Observatorio", "name": "Observatorio"})  # fmt: skip
    some()
    monument(
        "=Casa de la suma", other_names=["+521", "Casa; grande", "Chica, la"], dating="1731~/", certainty="aproximada"
    )
    monument(
        "Casa sola", current_uses=["Oficinas; bodega"], authors=["Pérez, Juan"], dating="/1752", street="Plaza Vieja"
    )
    monument(
        "Casa con fecha", dating="1886-05-03", street="Hidalgo", street_type="otro", century_from=16, century_to=18
    )
    monument(
        "Casa sin siglo de su fecha", dating="17XX", original_use="- almacén", description="=no es fórmula\n\nDos."
    )
    made = full(site_tree)
    Monument.objects.filter(municipality="Zacatecas").update(municipality_key="056")
    Monument.objects.filter(municipality="Guadalupe").update(municipality_key="017")
    return made


def outcome(path, *, blank=BlankPolicy.KEEP):
    batch = services.receive(
        table("monuments"), "observatorio", path, None, blank_policy=blank, options={"publish": True}
    )
    services.check(batch)
    batch.refresh_from_db()
    said = [(row.label, row.outcome, row.faults, row.changes, row.notes) for row in batch.rows.all()]
    return {name: n for name, n in batch.counts.items() if n}, said, batch


def states():
    return {item.code: values_of(item) for item in Monument.objects.all()}


@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_the_public_file_changes_nothing(inventory, tmp_path, form):
    path = tmp_path / f"inventario.{form}"
    path.write_bytes(b"".join(whole(form, Monument.objects.all())))
    before, history = states(), FieldChange.objects.count()
    counts, said, batch = outcome(path)
    assert set(counts) - {"rows"} == {"same"}, said
    services.write(batch)
    assert states() == before
    assert FieldChange.objects.count() == history


def test_what_was_left_out_stays_as_it_was(inventory, tmp_path):
    for field in ("street", "condition", "coordinates", "dating", "protections", "owner_name", "institutions"):
        hide(inventory, field)
    path = tmp_path / "inventario.csv"
    path.write_bytes(b"".join(whole("csv", Monument.objects.all())))
    assert "zozobra" not in path.read_text(encoding="utf-8")
    before = states()
    counts, said, batch = outcome(path)
    assert set(counts) - {"rows"} == {"same"}, said
    services.write(batch)
    assert states() == before
    assert FieldRestriction.objects.filter(level="confidencial").count() == 7


@pytest.mark.parametrize("blank", BlankPolicy)
def test_the_complete_copy_changes_nothing_under_either_policy(inventory, tmp_path, blank):
    path = tmp_path / "todo.csv"
    path.write_bytes(b"".join(complete("csv", Monument.objects.all())))
    before = states()
    counts, said, batch = outcome(path, blank=blank)
    assert set(counts) - {"rows"} == {"same"}, said
    services.write(batch)
    assert states() == before


@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_what_the_export_adds_about_itself_is_accepted_without_a_warning(inventory, tmp_path, form, admin_client):
    path = tmp_path / f"inventario.{form}"
    path.write_bytes(b"".join(whole(form, Monument.objects.all())))
    _counts, _said, batch = outcome(path)
    found = services.recognise(batch)
    assert (found.unknown, found.is_certain) == ([], True)
    ours = [item.header for item in found.columns if item.is_ours]
    assert ours == list(ABOUT) == list(EXPORT_ONLY)
    assert not {item.index for item in found.columns if item.is_ours} & {int(index) for index in batch.mapping}
    told = io.StringIO()
    call_command(
        "import_monuments", str(path), "--source", "observatorio", "--dry-run", stdout=io.StringIO(), stderr=told
    )
    assert told.getvalue() == ""
    page = admin_client.get(reverse("acervo_tabular:columns", args=[batch.pk])).content.decode()
    assert "No se reconoció" not in page
    assert page.count("La añaden las descargas de este sitio") == 3


@pytest.mark.shared
def test_the_real_inventory_comes_back_the_same(site_tree, tmp_path):
    source = needs_shared("patrimonio") / "inmuebles.csv"
    vocabularies()
    call_command("import_monuments", str(source), "--source", "observatorio", "--json")
    assert Monument.objects.count() == 66
    path = tmp_path / "inventario.csv"
    path.write_bytes(b"".join(whole("csv", Monument.objects.all())))
    counts, said, _batch = outcome(path)
    assert {name: n for name, n in counts.items() if name != "rows"} == {"same": 66}, said
