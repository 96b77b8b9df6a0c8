"""The pages of the public debt: what is shown, what is missing, and that no sample passes for real."""

import re

import pytest
from django.urls import reverse

from estados.models import DebtTotal, Loan
from estados.search_debt import LoanSource
from tests.estados import debt_making as made

pytestmark = pytest.mark.django_db


def page_of(client, page) -> str:
    response = client.get(page.url)
    assert response.status_code == 200
    return response.content.decode()


def text_of(html: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", html).split())  # also no-break spaces become plain ones


@pytest.fixture
def page(zacatecas):
    return made.debt_page(zacatecas, first_year=2002, last_year=2016)


def test_without_figures_the_page_says_so_and_offers_the_templates(client, page):
    html = page_of(client, page)
    text = text_of(html)
    assert "Aún no hay cifras publicadas" in text
    assert "Sin cifras publicadas: 2002 a 2016" in text
    assert "No hay créditos publicados" in text
    assert reverse("states:debt_template", args=["deuda-creditos", "xlsx"]) in html
    assert '<svg class="chart__drawing"' not in html
    assert not re.search(r"\$\d|millones de pesos", text)


def test_the_page_measures_the_debt_in_four_ways_each_with_words_table_and_file(client, page):
    made.whole_debt()
    html = page_of(client, page)
    text = text_of(html)
    assert "De 2014 a 2016 subió de 4 millones de pesos a 5 millones de pesos: 25 % más." in text
    assert "El punto más alto fue 2015, con 6 millones de pesos." in text
    assert "en pesos constantes de 2016" in text
    assert "INPC promedio de 2016" in text
    for name in ("pesos-corrientes", "pesos-constantes", "por-persona", "parte-pib"):
        assert reverse("states:debt_chart", args=["zacatecas", name]) in html
        assert f'id="grafica-{name}"' in html
    assert "$5,000.00" in text  # per person in 2016
    assert "Falta el PIB estatal de 2015" in text
    assert "cifras de muestra" not in text.lower()
    assert "debt-sample" not in html


def test_what_no_denominator_allows_is_named(client, page):
    made.totals("32", {2015: "10", 2016: "20"})
    text = text_of(page_of(client, page))
    assert "No se muestra en pesos constantes, porque falta el INPC." in text
    assert "No se muestra por persona, porque falta la población." in text
    assert "No se muestra como parte del producto, porque falta el PIB estatal." in text


def test_years_that_the_page_promises_are_shown_without_a_figure(client, page):
    made.totals("32", {2015: "10", 2016: "20"})
    html = page_of(client, page)
    assert "No hay cifra de 2002 a 2014." in text_of(html)
    assert html.count("sin dato") > 13


def test_every_sample_figure_carries_its_mark(client, page):
    debt = made.whole_debt(is_sample=True)
    for address in (page.url, debt.one.get_absolute_url()):
        html = client.get(address).content.decode()
        assert "Cifras de muestra." in text_of(html)
        for number in re.finditer(
            r"\$[\d,]+\.\d\d(?=\s*(.{0,80}))", re.sub(r"<tfoot>.*?</tfoot>", "", html, flags=re.DOTALL)
        ):
            assert "debt-sample" in number[1], number[0]
        for svg in re.findall(r"<svg class=\"chart__drawing\".*?</svg>", html, re.DOTALL):
            assert "MUESTRA" in svg


def test_one_real_figure_drives_all_samples_of_its_state_away(client, page):
    debt = made.whole_debt(is_sample=True)
    made.loan("32", "P32-REAL", creditor="Banco Verdadero")
    html = page_of(client, page)
    assert "Banco Verdadero" in html
    assert "Banco del Ejemplo" not in html
    assert "debt-sample" not in html
    assert client.get(debt.one.get_absolute_url()).status_code == 404
    assert "5 millones de pesos" not in html


def test_a_real_debt_is_not_divided_by_a_sample_denominator(client, page):
    made.totals("32", {2016: "5000000"})
    made.denominators("32", "poblacion", {2016: "1000"}, is_sample=True)
    assert "No se muestra por persona" in text_of(page_of(client, page))


def test_a_sample_of_one_state_leaves_the_real_figures_of_another_alone(client, page, morelos):
    made.whole_debt("17", is_sample=True)
    made.totals("32", {2016: "5000000"})
    assert "5 millones de pesos" in text_of(page_of(client, page))


def test_the_way_of_a_loan_goes_from_the_contract_to_its_cost(client, page):
    debt = made.whole_debt()
    html = client.get(debt.one.get_absolute_url()).content.decode()
    titles = re.findall(r'class="debt-path__step[^"]*">\s*<h3>([^<]+)', html)
    assert titles == ["Contrato", "Banco", "Destino", "Saldo", "Costo"]
    text = text_of(html)
    assert "faltaba pagar 700,000 pesos, el 70 % de lo contratado" in text
    assert "se pagaron 91,000 pesos de intereses y comisiones" in text
    assert "9.1 centavos por cada peso contratado" in text
    assert "TIIE" in html
    assert 'id="termino-tiie"' in html
    assert "/q/" in html


def test_the_way_of_a_loan_says_what_is_not_published(client, page):
    bare = made.loan(key="P32-9", rate="", term_months=None, destination="", guarantee="", signed_on=None, source="")
    text = text_of(client.get(bare.get_absolute_url()).content.decode())
    assert "La fecha del contrato no está publicada." in text
    assert "No está publicado: la tasa, el plazo, la garantía o fuente de pago." in text
    assert "No está publicado en qué se usó el dinero." in text
    assert "No hay pagos publicados: no se sabe cuánto ha costado." in text


def test_a_key_with_a_slash_has_its_address(client, page):
    debt = made.whole_debt()
    assert client.get(debt.two.get_absolute_url()).status_code == 200


def test_a_loan_of_a_state_that_is_not_public_is_not_there(client, zacatecas, page):
    debt = made.whole_debt()
    zacatecas.unpublish()
    assert client.get(debt.one.get_absolute_url()).status_code == 404


@pytest.mark.parametrize(
    "address", ["/estados/atlantida/deuda/creditos/P1/", "/estados/zacatecas/deuda/creditos/NADA/"]
)
def test_what_does_not_exist_is_not_found(client, page, address):
    assert client.get(address).status_code == 404


def test_every_word_that_is_linked_is_explained_on_the_same_page(client, page):
    debt = made.whole_debt()
    for address in (page.url, debt.one.get_absolute_url()):
        html = client.get(address).content.decode()
        linked = set(re.findall(r'href="#(termino-[\w-]+)"', html))
        assert linked
        assert linked <= set(re.findall(r'id="(termino-[\w-]+)"', html))


def test_no_id_of_the_page_is_used_twice(client, page):
    debt = made.whole_debt()
    for address in (page.url, debt.one.get_absolute_url()):
        ids = re.findall(r'\sid="([^"]+)"', client.get(address).content.decode())
        assert len(ids) == len(set(ids))


def test_queries_do_not_grow_with_the_debt(client, page, django_assert_max_num_queries):
    made.whole_debt()
    client.get(page.url)
    with django_assert_max_num_queries(60) as few:
        client.get(page.url)
    for number in range(40):
        more = made.loan(key=f"K{number}")
        made.balances(more, {f"{year}-12-31": "10" for year in range(2011, 2017)})
        made.payment(more, "2015-01-01", "1", "1")
    made.totals("32", dict.fromkeys(range(1990, 2014), "7"))
    with django_assert_max_num_queries(60) as many:
        client.get(page.url)
    assert len(many) == len(few)
    assert Loan.objects.count() == 42
    assert DebtTotal.objects.count() == 27


def test_real_loans_are_in_the_search_and_samples_are_not(zacatecas):
    made.loan(key="P32-VERDAD", creditor="Banco Verdadero")
    made.loan(key="P32-FALSO", creditor="Banco Fingido", is_sample=True)
    source = LoanSource()
    found = list(source.entries(Loan.objects.values_list("pk", flat=True)))
    assert [entry.title for entry in found] == ["Crédito P32-VERDAD de Banco Verdadero"]
    assert (found[0].state, list(source.ids())) == ("Zacatecas", [found[0].pk])
    zacatecas.unpublish()
    assert list(source.ids()) == []
