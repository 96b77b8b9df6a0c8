"""A specialist brings a sheet of monuments, sees its faults, mends them in a spreadsheet, saves, looks, and undoes."""

import csv
import re
import shutil

import pytest
from openpyxl import load_workbook

from tests.functional.running_site import until
from tests.looking import violations
from tests.needs import needs_shared

#: What the faults of ../shared's dirty file become in a spreadsheet: (row, header) → new text. Rows that repeat another
#: are deleted; a text that only one demo refuses is mended in the other as well.
MENDS = {
    (4, "Edo. de conservación"): "Regular",
    (6, "Año término"): "1901",
    (10, "Clasif."): "Ingeniería civil",
    (13, "Mpio."): "Zacatecas",
    (17, "Nombre del Inmueble"): "Portal de Rosales",
    (18, "Clasif."): "Arquitectura religiosa",
    (20, "Edo. de conservación"): "Malo",
    (26, "Nombre del Inmueble"): "Templo de San Juan de Dios",
    (28, "No. INVENTARIO"): "ZAC-027",
    (39, "Clasif."): "Arquitectura religiosa",
}
REPEATED = (40, 25)
SMALL = [
    ("No. inventario", "Nombre", "Clasif.", "Mpio.", "Estado", "LAT", "LONG", "Observaciones"),
    ("P-001", "Casa de la Prueba Feliz", "Arquitectura doméstica", "Zacatecas", "Zac.", "22,7756", "-102,5721", "a"),
    ("P-002", "Casa de la Prueba Triste", "Arq. domestika", "Zacatecas", "Zac.", "", "", "b"),
    ("P-003", "Casa <b>de la</b> Prueba", "Arquitectura civil", "Zacatecas", "Zac.", "", "", "c"),
]


@pytest.fixture
def specialist(site):
    """The demo's specialist, with the institution and the World Heritage sites that the sheets name."""
    site.manage(
        "shell", "-c",
        "from observatorio.models import Institution as I;"
        "I.objects.get_or_create(code='junta', defaults={'abbreviation': 'Junta', 'name': 'Junta de Monumentos'});"
        "from observatorio.models import HeritageSite as S;"
        "[S.objects.get_or_create(reference=r, defaults={'name': r, 'slug': f'sitio-{r}'}) for r in ('676', '1351')]",
    )  # fmt: skip
    return "especialista"


@pytest.fixture
def small(tmp_path):
    path = tmp_path / "pruebas.csv"
    with path.open("w", encoding="utf-8", newline="") as out:
        csv.writer(out, delimiter=";").writerows(SMALL)
    return path


def test_a_small_sheet_is_mended_saved_seen_and_undone(site, signed_in, specialist, small, tmp_path):
    page = signed_in(specialist)
    open_imports(page)
    fits_and_is_accessible(page)
    page.get_by_role("link", name="Importar una hoja").click()
    fits_and_is_accessible(page)
    upload(page, small)
    assert "Observaciones" in page.locator("main").inner_text()
    assert page.get_by_label("Observaciones").input_value() == ""  # an unknown column is left out
    fits_and_is_accessible(page)
    check(page)
    text = page.locator("main").inner_text()
    assert "«Arq. domestika» no es una clasificación" in text
    fits_and_is_accessible(page)
    page.get_by_role("link", name="Con conversiones").click()
    assert "coma decimal" in page.locator("main").inner_text()
    fits_and_is_accessible(page)

    mended = mend(download_faults(page, tmp_path), {(2, "Clasif."): "Arquitectura doméstica"})
    page.get_by_role("link", name="Subir la hoja corregida").click()
    upload(page, mended)
    check(page)
    counts = counted(page)
    assert counts == {"Nuevos": 3, "Cambiados": 0, "Iguales": 0, "Rechazados": 0, "Por confirmar": 0}
    before = monuments(site)
    save(page)
    assert counted(page) == counts
    assert monuments(site) == before + 3
    fits_and_is_accessible(page)

    batch = page.url.split("?")[0]
    page.get_by_role("link", name="Nuevos").click()
    page.get_by_role("link", name="Casa de la Prueba Feliz").click()  # to the record itself
    assert page.locator("#id_name").input_value() == "Casa de la Prueba Feliz"
    page.goto(batch)
    undo(page)
    assert "se deshizo" in page.locator("main").inner_text()
    assert monuments(site) == before
    assert page.faults == []


def test_the_steps_work_without_javascript(site, new_page, specialist, small):
    page = new_page(java_script_enabled=False)
    page.goto("/admin/login/")
    page.fill("#id_username", specialist)
    page.fill("#id_password", site.passwords[specialist])
    page.click("form button[type=submit]")
    page.goto("/admin/hojas/monuments/nueva/")
    upload(page, small)
    check(page)  # the page refreshes itself
    assert "«Arq. domestika» no es una clasificación" in page.locator("main").inner_text()
    page.get_by_role("button", name="Descartar").click()
    assert "se descartó sin guardar nada" in page.locator("main, .messages").all_inner_texts()[0] + page.content()


@pytest.mark.shared
def test_the_dirty_file_is_mended_saved_and_undone(site, signed_in, specialist, tmp_path):
    source = needs_shared("patrimonio") / "inmuebles_con_errores.csv"
    sheet = tmp_path / "inventario de la Junta.csv"
    shutil.copy(source, sheet)
    page = signed_in(specialist)
    page.goto("/admin/hojas/monuments/nueva/")
    upload(page, sheet)
    check(page)
    text = page.locator("main").inner_text()
    for said in ("«EN OBRA» no es un estado de conservación", "«ZAC-001» está repetida", "La celda es una fórmula"):
        assert said in text
    assert counted(page)["Rechazados"] >= 15
    faults = download_faults(page, tmp_path)
    mended = mend(faults, MENDS, without=REPEATED)
    page.get_by_role("link", name="Subir la hoja corregida").click()
    upload(page, mended)
    # The 22 of the sheet, and the column of reasons that the site added.
    assert "Se reconocieron 23 de 23 columnas" in page.locator("main").inner_text()
    check(page)
    counts = counted(page)
    assert sum(counts.values()) == 38
    assert counts["Rechazados"] == 0, page.locator("main").inner_text()
    if counts["Por confirmar"]:
        page.get_by_role("link", name="Por confirmar").click()
        fits_and_is_accessible(page)
        page.get_by_label("Para todas las filas por confirmar").select_option(value="exact")
        page.get_by_role("button", name="Guardar decisiones").first.click()
        for row in page.locator(".tabular-doubt").all():
            if row.get_by_label("No importar esta fila").is_checked():
                row.locator("input[type=radio]").first.check()
        page.get_by_role("button", name="Guardar decisiones").last.click()
        page.get_by_role("button", name="Revisar otra vez con sus decisiones").click()
        finished(page, "Resultado de la revisión")
        counts = counted(page)
        assert counts["Por confirmar"] == 0
    before = monuments(site)
    batch = page.url.split("?")[0]
    save(page)
    assert counted(page) == counts
    assert monuments(site) == before + counts["Nuevos"]
    page.goto(batch)
    undo(page)
    assert monuments(site) == before


# --- What a person does ---


def open_imports(page) -> None:
    page.goto("/admin/")
    page.get_by_role("button", name="Observatorio").click()
    page.get_by_role("link", name="Importar hojas").click()
    page.wait_for_url("**/admin/hojas/monuments/")


def upload(page, path) -> None:
    if page.locator("select[name=source]").input_value() == "":
        page.select_option("select[name=source]", "junta")
    page.set_input_files("input[type=file]", path)
    page.get_by_role("button", name="Subir y reconocer columnas").click()
    page.wait_for_url("**/lote/columnas/")


def check(page) -> None:
    page.get_by_role("button", name="Revisar la hoja").click()
    finished(page, "Resultado de la revisión")


def save(page) -> None:
    page.get_by_role("link", name="Continuar a guardar").click()
    fits_and_is_accessible(page)
    page.get_by_role("button", name="Sí, guardar").click()
    finished(page, "Informe de la importación")


def undo(page) -> None:
    page.get_by_role("link", name="Deshacer esta importación").click()
    fits_and_is_accessible(page)
    page.get_by_role("button", name="Sí, deshacer").click()
    finished(page, "Informe de la importación")


def finished(page, title: str) -> None:
    """Wait until the worker is done: the page goes on by itself."""
    until(lambda: page.title().startswith(title), seconds=90)
    page.wait_for_load_state()


def counted(page) -> dict[str, int]:
    """The numbers of the page by their names."""
    found = {}
    for text in page.locator(".tabular-counts li").all_inner_texts():
        number, name = re.match(r"\s*(\d+)\s*(.+)", text, re.DOTALL).groups()
        found[name.strip()] = int(number)
    found.pop("Con conversiones", None)
    return found


def download_faults(page, folder):
    with page.expect_download() as started:
        page.get_by_role("link", name="Hoja con los motivos (XLSX)").click()
    path = folder / "correcciones.xlsx"
    started.value.save_as(path)
    return path


def mend(path, mends: dict[tuple[int, str], str], *, without: tuple[int, ...] = ()):
    """Write the mends into the sheet of faults, take repeated rows and surplus cells out, and save it."""
    book = load_workbook(path)
    sheet = book.active
    headers = [cell.value for cell in sheet[1]]
    reasons = headers.index("motivo") + 1
    assert any(sheet.cell(row=row, column=reasons).value for row in range(2, sheet.max_row + 1))
    for (row, header), text in mends.items():
        assert sheet.cell(row=row + 1, column=reasons).value, f"row {row} should say what is wrong with it"
        sheet.cell(row=row + 1, column=headers.index(header) + 1, value=text)
    for index in reversed([number for number, header in enumerate(headers, start=1) if header == "(sin encabezado)"]):
        sheet.delete_cols(index)
    for row in without:
        sheet.delete_rows(row + 1)
    book.save(path)
    return path


def monuments(site) -> int:
    code = "from observatorio.models import Monument; print('COUNT', Monument.objects.count())"
    return int(re.search(r"COUNT (\d+)", site.manage("shell", "-c", code).stdout)[1])


def fits_and_is_accessible(page) -> None:
    """axe finds nothing, and nothing is wider than the screen, on a desk and on a phone."""
    for width in (390, 1280):
        page.set_viewport_size({"width": width, "height": 900})
        assert violations(page) == []
        assert page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth") == 0
