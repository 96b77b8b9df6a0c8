"""What an editor does: uploads, fills minutes, publishes, replaces a file, imports a folder with a faulty list."""

import csv
import re
import zipfile

from tests import factories
from tests.functional.running_site import until


def test_an_editor_uploads_fills_minutes_previews_publishes_and_finds_them(site, signed_in, new_page, tmp_path):
    names = ("convocatoria", "acta-firmada", "lista-de-asistencia")
    for name in names:
        (tmp_path / f"{name}.pdf").write_bytes(factories.pdf(f"Documento {name} del ornitorrinco", title=name))
    page = signed_in("editora")

    page.goto("/admin/documents/multiple/add/")
    page.set_input_files("#fileupload", [tmp_path / f"{name}.pdf" for name in names])
    until(lambda: page.locator(".upload-success").count() >= 3)
    # The same bytes again are recognised, with a link to where they are.
    page.goto("/admin/documents/multiple/add/")
    page.set_input_files("#fileupload", [tmp_path / "convocatoria.pdf"])
    page.wait_for_selector(".upload-failure a[href*='/admin/documents/']")

    collection = page_id(site, "actas-y-acuerdos")
    page.goto(f"/admin/pages/add/documents/minutespage/{collection}/")
    page.fill("#id_title", "Acta de la sesión del ornitorrinco")
    for number, text in enumerate(("Se aprueba el orden del día", "Se crea el grupo de trabajo"), 1):
        page.locator("#id_agreements-ADD").click()
        page.fill(f"#id_agreements-{number - 1}-number", str(number))
        page.fill(f"#id_agreements-{number - 1}-text", text)
    page.fill("#id_issued", "2026-13-45")
    save_draft(page)
    assert "no es una fecha" in page.locator("main").inner_text()
    assert page.input_value("#id_agreements-1-text") == "Se crea el grupo de trabajo"  # nothing typed is lost
    page.fill("#id_issued", "2026-11-20")
    save_draft(page)
    page.wait_for_url("**/edit/**")
    edit = page.url

    preview = new_page(storage_state=page.context.storage_state())
    preview.goto(edit.split("?")[0].replace("/edit/", "/view_draft/"))
    assert "Se aprueba el orden del día" in preview.locator("main").inner_text()
    publish(page)
    until(lambda: page.request.get(f"{site.url}/buscar/?q=ornitorrinco").text().count("Acta de la sesi") > 0)
    citizen = new_page()
    citizen.goto("/buscar/?q=ornitorrinco")
    citizen.locator(".result a").first.click()
    text = citizen.locator("main").inner_text()
    assert "Se crea el grupo de trabajo" in text
    assert "20 de noviembre de 2026" in text


def test_a_replaced_file_keeps_its_old_version(site, signed_in, tmp_path):
    page = signed_in("editora")
    page.goto("/admin/documents/?q=ABC")
    page.locator("table a[href*='/admin/documents/edit/']").first.click()
    old = page.locator("a[href*='/archivo/'][href*='/v/1/']").first.get_attribute("href")
    before = page.request.get(site.url + old if old.startswith("/") else old).body()
    fresh = tmp_path / "abc-corregido.pdf"
    fresh.write_bytes(factories.pdf("ABC corregido con la palabra escarabajo"))
    page.set_input_files("#id_file", fresh)
    page.fill("#id_version_reason", "Fe de erratas de la página 3")
    page.get_by_role("button", name="Guardar", exact=True).click()
    page.wait_for_load_state()
    assert page.request.get(site.url + old if old.startswith("/") else old).body() == before
    until(lambda: "escarabajo" in page.request.get(f"{site.url}/api/v1/search?q=escarabajo").text()
          and page.request.get(f"{site.url}/api/v1/search?q=escarabajo").json()["total"] >= 1)  # fmt: skip


def test_an_import_with_a_faulty_list_is_mended_and_done(site, signed_in, tmp_path):
    good, bad = tmp_path / "buena.csv", tmp_path / "mala.csv"
    for name in ("uno", "dos"):
        (tmp_path / f"{name}.pdf").write_bytes(factories.pdf(f"Reglamento {name} del ajolote"))
    write(bad, [("uno.pdf", "Reglamento uno", "2020-99-99"), ("dos.pdf", "Reglamento dos", "2020-05-05")])
    write(good, [("uno.pdf", "Reglamento uno", "2020-05-04"), ("dos.pdf", "Reglamento dos", "2020-05-05")])
    archive = tmp_path / "lote.zip"
    with zipfile.ZipFile(archive, "w") as packed:
        for name in ("uno.pdf", "dos.pdf"):
            packed.write(tmp_path / name, name)
    page = signed_in("editora")
    outcome = try_import(page, archive, bad)
    assert "2020-99-99" in outcome
    assert "fecha" in outcome.lower()
    outcome = try_import(page, archive, good)
    assert "2020-99-99" not in outcome
    page.get_by_role("button", name="Importar de verdad").click()
    until(lambda: page.request.get(f"{site.url}/api/v1/search?q=ajolote").json()["total"] == 2, seconds=90)


def test_what_an_editor_may_not_do_is_not_offered(signed_in):
    page = signed_in("editora")
    page.goto("/admin/")
    menu = page.locator("#wagtail-sidebar").inner_text()
    assert "Usuarios" not in menu
    assert page.goto("/admin/users/").status in (302, 403) or "/admin/users/" not in page.url


def page_id(site, slug: str) -> str:
    code = f"from wagtail.models import Page; print('ID', Page.objects.get(slug={slug!r}).pk)"
    return re.search(r"ID (\d+)", site.manage("shell", "-c", code).stdout)[1]


def save_draft(page) -> None:
    page.locator("button.action-save:visible, button:has-text('Guardar borrador'):visible").first.click()
    page.wait_for_load_state()


def publish(page) -> None:
    page.get_by_role("button", name="Más acciones").click()
    page.locator("button[name=action-publish]").click()
    page.wait_for_load_state()


def write(path, rows) -> None:
    with path.open("w", encoding="utf-8", newline="") as out:
        writer = csv.writer(out)
        writer.writerow(("archivo", "titulo", "fecha_publicacion"))
        writer.writerows(rows)


def try_import(page, archive, manifest) -> str:
    """Send the form of the trial and wait for its table."""
    page.goto("/admin/importar/nueva/")
    inputs = page.locator("input[type=file]")
    inputs.nth(0).set_input_files(archive)
    inputs.nth(1).set_input_files(manifest)
    page.locator("select").first.select_option(label="Leyes")
    page.get_by_label("Publicar al importar").check()
    page.get_by_role("button", name="Subir y ensayar").click()
    # The page refreshes itself until the trial is done.
    until(lambda: "Reglamento dos" in page.locator("main").inner_text(), seconds=60, every=1)
    return page.locator("main").inner_text()
