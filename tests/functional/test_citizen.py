"""What a citizen does: finds a phrase, opens its page, sees it marked, follows the QR; also without JavaScript."""

import io
import re

import zxingcpp
from PIL import Image

from tests.functional.running_site import until

PHRASE = '"soberanía nacional reside esencial y originariamente en el pueblo"'


def decoded(page, source: str) -> str:
    """What a phone reads from the QR image at an address of the site (its PNG)."""
    body = page.request.get(source).body()
    found = zxingcpp.read_barcodes(Image.open(io.BytesIO(body)).convert("L"))
    assert len(found) == 1
    return found[0].text


def test_a_citizen_finds_a_phrase_opens_the_page_sees_it_marked_and_follows_its_qr(laws, new_page):
    page = new_page()
    page.goto("/")
    page.fill("main input[type=search]", PHRASE)
    page.press("main input[type=search]", "Enter")
    first = page.locator(".result").first
    assert "Constitución" in first.inner_text()
    assert "soberanía" in " ".join(first.locator("mark").all_inner_texts()).lower()

    first.locator("a[href*='pagina/']").first.click()
    page.wait_for_selector("#reader")
    assert re.search(r"/pagina/\d+/\?q=", page.url)
    image = page.locator(".reader__page img").first
    image.wait_for()
    until(lambda: image.evaluate("image => image.naturalWidth") > 300)
    assert page.locator(".reader__marks rect").count() >= 1  # a phrase is marked whole, line by line
    marked = " ".join(page.locator(".page-text mark").all_inner_texts()).lower()
    assert "soberanía" in marked
    number = re.search(r"/pagina/(\d+)/", page.url)[1]

    stamp = page.locator(".qr-stamp a[href$='.png']").first
    address = decoded(page, stamp.get_attribute("href"))
    assert address.startswith(laws.url + "/q/")
    page.goto(address)
    page.wait_for_selector("#reader")
    assert f"/pagina/{number}/" in page.url
    assert page.faults == []


def test_the_same_without_javascript_on_a_phone(laws, new_page):
    page = new_page(width=390, height=844, java_script_enabled=False)
    page.goto("/buscar/?q=" + PHRASE.replace('"', "%22"))
    page.locator(".result a[href*='pagina/']").first.click()
    assert "soberanía" in " ".join(page.locator(".page-text mark").all_inner_texts()).lower()
    before = page.url
    page.locator("a[rel=next]").first.click()
    assert page.url != before
    page.locator("a[rel=prev]").first.click()
    assert page.url.split("?")[0] == before.split("?")[0]


def test_the_reader_turns_pages_with_the_keyboard_without_loading_again(laws, new_page):
    page = new_page()
    page.goto("/buscar/?q=constitución")
    page.locator(".result a[href*='pagina/']").first.click()
    page.wait_for_selector("#reader")
    page.evaluate("window.notReloaded = true")
    number = int(page.locator("#reader").get_attribute("data-page"))
    page.keyboard.press("ArrowRight")
    page.wait_for_selector(f"#reader[data-page='{number + 1}']")
    assert page.evaluate("window.notReloaded") is True
    assert f"/pagina/{number + 1}/" in page.url
    page.go_back()
    page.wait_for_selector(f"#reader[data-page='{number}']")
    assert page.faults == []


def test_a_record_is_cited_and_its_qr_leads_back_to_it(laws, new_page):
    page = new_page()
    page.goto("/acervo/actas-y-acuerdos/")
    page.locator(".listing a").first.click()
    record = page.url
    bibtex = page.request.get(record + "cita.bib").text()
    assert bibtex.startswith("@")
    page.goto(decoded(page, page.locator(".qr-stamp a[href$='.png']").first.get_attribute("href")))
    assert page.url == record


def test_facets_narrow_a_search_and_the_address_keeps_it(laws, new_page):
    page = new_page()
    page.goto("/buscar/?q=gobierno")
    before = int(re.search(r"\d+", page.locator("main").inner_text().replace(",", ""))[0])
    page.locator(".facet__values a").first.click()
    assert "type=" in page.url or "tipo=" in page.url
    assert page.locator(".active-filters").count() == 1
    again = new_page()
    again.goto(page.url)
    assert again.locator(".result").count() == page.locator(".result").count() > 0
    assert before > 0


def test_a_mistyped_word_is_corrected_and_nothing_found_says_what_to_do(laws, new_page):
    page = new_page()
    page.goto("/buscar/?q=constitusion")
    assert "constitución" in page.locator("main").inner_text().lower()
    page.goto("/buscar/?q=zxqwvzz")
    assert page.locator(".empty").count() == 1


def test_the_language_switch_keeps_the_page(laws, new_page):
    page = new_page()
    page.goto("/acervo/")
    page.get_by_role("link", name="English").click()
    assert page.url.rstrip("/").endswith("/en/archive") or "/en/" in page.url
    assert page.locator("html").get_attribute("lang") == "en"
    alternates = page.locator("link[hreflang]").evaluate_all("links => links.map(l => l.hreflang)")
    assert {"es-mx", "en"} <= {code.lower() for code in alternates}


def test_a_dropped_file_is_hashed_in_the_browser_and_recognised(laws, laws_folder, new_page):
    page = new_page()
    sent = []
    page.on("request", lambda request: sent.append(request) if request.method == "POST" else None)
    page.goto("/verificar/")
    page.set_input_files("input[type=file]", laws_folder / "lgb.pdf")
    page.wait_for_url(re.compile(r"/verificar/[0-9a-f]{64}/"))
    assert "más reciente" in page.locator("main").inner_text()
    assert sent == []
