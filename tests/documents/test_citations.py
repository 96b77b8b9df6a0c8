"""Citations of records, as people paste them and as reference managers read them."""

import pytest
import rispy
from hypothesis import given
from hypothesis import strategies as st

from documents.models import GazetteIssuePage
from documents.services.citations import Citation, apa_date
from tests import factories


def made(**fields) -> Citation:
    return Citation(**{"title": "Ley de aguas", "url": "https://a.mx/ley/", "author": "Congreso"} | fields)


@pytest.mark.parametrize(
    ("issued", "written"),
    [
        ("2016-12-03", "2016, 3 de diciembre"),
        ("2016-12", "2016, diciembre"),
        ("2016", "2016"),
        ("2016~", "ca. 2016"),
        ("1917/1921", "1917 - 1921"),
        ("", "s. f."),
        ("2016-13-45", "2016"),
    ],
)
def test_dates_are_written_as_apa_does_in_spanish(issued, written):
    assert apa_date(issued) == written


def test_apa_has_author_date_title_kind_and_address():
    text = made(issued="2016-12-03", kind="Decreto", publisher="DOF").apa()
    assert text == "Congreso. (2016, 3 de diciembre). Ley de aguas [Decreto]. DOF. https://a.mx/ley/"


def test_apa_without_author_starts_with_the_title():
    assert made(author="", issued="2016").apa() == "Ley de aguas. (2016). https://a.mx/ley/"


def test_apa_names_the_page_and_not_a_kind_that_the_title_says_already():
    assert made(kind="Ley", page=14).apa() == "Congreso. (s. f.). Ley de aguas (p. 14). https://a.mx/ley/"


def test_apa_in_html_escapes_what_editors_wrote():
    assert "<b>" not in made(title="<b>Ley</b>").apa_html()
    assert "<cite>" in made().apa_html()


def test_bibtex_keeps_letters_and_escapes_commands():
    entry = made(title="Ley de agua & 100% {riego}_$", author="Comisión Nº 1", issued="2016-12-03").bibtex()
    assert entry.startswith("@misc{comision2016ley,")
    assert r"title = {{Ley de agua \& 100\% \{riego\}\_\$}}," in entry
    assert "month = dec," in entry
    assert "day = {3}," in entry


def test_ris_is_read_back_as_it_was():
    (entry,) = rispy.loads(made(issued="2016-12-03", kind_code="ley", keywords=("Agua", "Riego"), page=3).ris())
    assert entry["type_of_reference"] == "STAT"
    assert entry["authors"] == ["Congreso"]
    assert entry["title"] == "Ley de aguas"
    assert entry["year"] == "2016"
    assert entry["date"] == "2016/12/03/"
    assert entry["keywords"] == ["Agua", "Riego"]
    assert entry["urls"] == ["https://a.mx/ley/"]
    assert entry["start_page"] == "3"


@given(st.text(), st.text(max_size=30))
def test_no_title_or_date_breaks_a_citation(title, issued):
    citation = made(title=" ".join(title.split()), issued=issued)
    assert citation.apa().endswith("https://a.mx/ley/")
    assert citation.bibtex().count("\n}\n") == 1
    assert len(rispy.loads(citation.ris())) == 1


def test_a_gazette_is_cited_with_its_volume_and_number(site_tree):
    from documents.models import Authority

    organ = Authority.for_code("po", name="Periódico Oficial")
    page = factories.record(
        site_tree.collection, "Suplemento", model=GazetteIssuePage, organ=organ, volume="CXXVI", number=97,
        issued="2016-12-03",
    )  # fmt: skip
    assert "Periódico Oficial, Tomo CXXVI, Núm. 97. " in Citation.of(page).apa()


def test_each_style_is_a_file_and_others_are_not_there(client, site_tree):
    page = factories.record(site_tree.collection, "Ley de aguas", issued="2016")
    address = page.get_url() + "cita."
    bib, ris, txt = (client.get(address + style) for style in ("bib", "ris", "txt"))
    assert bib["Content-Type"] == "application/x-bibtex; charset=utf-8"
    assert 'attachment; filename="ley-de-aguas.bib"' in bib["Content-Disposition"]
    assert rispy.loads(ris.content.decode())[0]["title"] == "Ley de aguas"
    assert "Congreso de la Unión. (2016). Ley de aguas" in txt.content.decode()
    assert client.get(address + "exe").status_code == 404


def test_a_page_can_be_cited(client, site_tree):
    page = factories.record(site_tree.collection, "Ley de aguas", issued="2016")
    assert "(p. 14)" in client.get(page.get_url() + "cita.txt?pagina=14").content.decode()
    for odd in ("x", "-1", "0", "٣", "9" * 40):
        response = client.get(page.get_url() + "cita.txt", {"pagina": odd})
        assert response.status_code == 200
        assert "(p. " not in response.content.decode()
