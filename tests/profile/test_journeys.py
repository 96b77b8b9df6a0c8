"""What people do on the production profile: citizens search and read, an editor publishes, both languages answer."""

import json
import re
import time

from tests.functional.running_site import until
from tests.functional.test_editor import page_id, publish, save_draft

PHRASE = '"soberanía nacional reside esencial y originariamente en el pueblo"'


def found(page, text: str) -> dict:
    """The answer of the search API."""
    return page.request.get("/api/v1/search", params={"q": text}).json()


def test_two_web_processes_and_one_worker_serve_it(site):
    assert len(site.web_workers()) == 2
    assert len(site.workers()) == 1


def test_all_laws_are_in_the_index_and_nothing_waits(laws):
    status = json.loads(laws.manage("search_status", "--json").stdout)
    assert status["waiting"] == 0
    assert status["failing"] == {}
    assert status["records"] >= 72
    assert "elasticsearch" in status["engine"].lower()
    checked = laws.manage("search_check", check=False)
    assert checked.returncode == 0, checked.stdout


def test_a_citizen_finds_a_phrase_and_reads_its_page(laws, new_page):
    page = new_page()
    page.goto("/")
    page.fill("main input[type=search]", PHRASE)
    page.press("main input[type=search]", "Enter")
    first = page.locator(".result").first
    assert "Constitución" in first.inner_text()
    assert "soberanía" in " ".join(first.locator("mark").all_inner_texts()).lower()

    first.locator("a[href*='pagina/']").first.click()
    page.wait_for_selector("#reader")
    image = page.locator(".reader__page img").first
    until(lambda: image.evaluate("image => image.naturalWidth") > 300)
    assert "soberanía" in " ".join(page.locator(".page-text mark").all_inner_texts()).lower()
    assert page.faults == []


def test_facets_count_and_narrow(laws, new_page):
    page = new_page(width=390, height=844)
    page.goto("/buscar/?q=trabajadores")
    before = found(page, "trabajadores")["total"]
    option = page.locator(".facet__values a").first
    told = int(re.sub(r"\D", "", re.findall(r"[\d,]+", option.text_content())[-1]))
    page.goto(option.get_attribute("href") if option.get_attribute("href").startswith("/")
              else "/buscar/" + option.get_attribute("href"))  # fmt: skip
    assert page.locator(".active-filters").count() == 1
    assert f"{told:,}" in page.locator("main").inner_text()
    assert 0 < told <= before


def test_titles_are_suggested_while_typing(laws, new_page):
    page = new_page()
    page.goto("/buscar/")
    page.locator("#search-q").press_sequentially("ley general de bibl")
    page.wait_for_selector("#search-q[aria-expanded=true]")
    assert "Ley General de Bibliotecas" in page.locator("ul.autocomplete:visible [role=option]").first.inner_text()
    assert page.faults == []


def test_a_mistyped_word_is_corrected(laws, new_page):
    page = new_page()
    page.goto("/buscar/?q=constitusion")
    assert "constitución" in page.locator("main").inner_text().lower()


def test_the_english_site_searches_too(laws, new_page):
    page = new_page(locale="en-US")
    page.goto("/en/")
    page.locator("main input[type=search]").first.fill("constitución")
    page.locator("main input[type=search]").first.press("Enter")
    page.wait_for_url("**/en/**q=*")
    assert page.locator("html").get_attribute("lang") == "en"
    assert page.locator(".result").count() > 0 or page.locator(".empty").count() == 1
    assert page.faults == []


def test_what_an_editor_publishes_is_found_and_what_she_withdraws_is_not(site, signed_in, new_page):
    page = signed_in("editora")
    page.goto(f"/admin/pages/add/documents/minutespage/{page_id(site, 'actas-y-acuerdos')}/")
    page.fill("#id_title", "Acta de la sesión del tlacuache")
    page.locator("#id_agreements-ADD").click()
    page.fill("#id_agreements-0-number", "1")
    page.fill("#id_agreements-0-text", "Se aprueba el orden del día")
    page.fill("#id_issued", "2026-11-20")
    save_draft(page)
    page.wait_for_url("**/edit/**")
    edit = page.url
    assert found(page, "tlacuache")["total"] == 0
    publish(page)
    published = time.monotonic()
    until(lambda: found(page, "tlacuache")["total"] == 1, every=0.1)
    print(f"searchable after {time.monotonic() - published:.1f} s")

    citizen = new_page()
    citizen.goto("/buscar/?q=tlacuache")
    citizen.locator(".result a").first.click()
    assert "Acta de la sesión del tlacuache" in citizen.locator("h1").inner_text()

    page.goto(edit.split("?")[0].replace("/edit/", "/unpublish/"))
    page.locator("form button[type=submit], form input[type=submit]").last.click()
    page.wait_for_load_state()
    until(lambda: found(page, "tlacuache")["total"] == 0)
