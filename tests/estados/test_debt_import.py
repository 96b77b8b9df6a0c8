"""Sheets of the debt: what is read, what is refused and how it is mended, dry run, undo, and who may do it."""

import csv
import datetime as dt
import io
from decimal import Decimal

import openpyxl
import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.files.base import ContentFile
from django.urls import reverse

from acervo.tabular import registry, services
from acervo.tabular.faults import sentence
from acervo.tabular.models import BatchState, Outcome
from acervo.tabular.sheets import SheetError
from acervo.tabular.table import UndoRefused
from estados.imports_debt import TABLES
from estados.models import DebtTotal, Denominator, Loan, LoanBalance, LoanPayment
from tests.estados import debt_making as made
from tests.estados import making

pytestmark = pytest.mark.django_db

LOANS = "clave_inscripcion,acreedor,fecha_contrato,monto,tasa,plazo_meses,destino,garantia\n"
BALANCES = "clave_inscripcion,fecha,saldo\n"


def received(name: str, text: str, *, user=None, state="32", **also):
    options = {"state": state} | also.pop("options", {})
    file = ContentFile(text.encode(), name="hoja.csv")
    return services.receive(registry.table(name), "finanzas", file, user, options=options, **also)


def checked(name: str, text: str, **also):
    return services.check(received(name, text, **also))


def written(name: str, text: str, **also):
    batch = services.write(checked(name, text, **also))
    assert batch.state == BatchState.DONE
    return batch


def faults(batch) -> list[str]:
    return [sentence(row.number, fault) for row in batch.rows.all() for fault in row.faults]


def notes(batch) -> list[str]:
    return [note for row in batch.rows.all() for note in row.notes]


def test_a_loan_is_written_with_the_amounts_as_people_type_them():
    batch = written(
        "deuda-creditos", LOANS + 'P32-1,Banco Uno,31/12/2010,"$1,234.50",TIIE + 1,240,Carreteras,Participaciones\n'
    )
    loan = Loan.objects.get()
    assert (loan.state, loan.registry_key, loan.creditor) == ("32", "P32-1", "Banco Uno")
    assert (loan.amount, loan.signed_on, loan.term_months) == (Decimal("1234.50"), dt.date(2010, 12, 31), 240)
    assert loan.source == "Secretaría de Finanzas del estado"
    assert not loan.is_sample
    assert any("se leyó como 1,234.50 pesos" in note for note in notes(batch))


def test_the_dry_run_writes_nothing_and_says_the_same_as_the_writing():
    text = LOANS + "P32-1,Banco Uno,2010-12-31,100,,,,\nP32-2,Banco Dos,,-5,,,,\n"
    batch = checked("deuda-creditos", text)
    assert Loan.objects.count() == 0
    before = dict(batch.counts)
    assert before == {"created": 1, "refused": 1}
    services.write(batch)
    assert dict(batch.counts) == before
    assert Loan.objects.count() == 1


@pytest.mark.parametrize(
    ("cell", "reason", "mend"),
    [
        ("-5", "es una cantidad negativa", "escríbala sin signo"),
        ("($5.00)", "es una cantidad negativa", "escríbala sin signo"),
        ("12.5 millones", "está en millones o miles", "escriba la cantidad completa en pesos"),
        ("7 mdp", "está en millones o miles", "escriba la cantidad completa en pesos"),
        ("cinco", "no es una cantidad en pesos", "escriba cifras"),
        ("1.234", "no es una cantidad en pesos", "escriba cifras"),
    ],
)
def test_an_amount_that_is_none_is_refused_with_its_mend(cell, reason, mend):
    (fault,) = faults(checked("deuda-creditos", LOANS + f'P32-1,Banco,2010-01-01,"{cell}",,,,\n'))
    assert fault.startswith("fila 1, columna «monto»:")
    assert cell in fault
    assert reason in fault
    assert mend in fault


def test_a_column_in_millions_is_refused_as_a_whole():
    text = "clave_inscripcion,acreedor,Monto (millones de pesos)\nP32-1,Banco,12.5\n"
    batch = received("deuda-creditos", text)
    services.set_mapping(batch, {0: "clave_inscripcion", 1: "acreedor", 2: "monto"})
    with pytest.raises(SheetError, match="millones o miles"):
        services.check(batch)


def test_dates_that_are_none_or_not_yet_are_refused():
    tomorrow = dt.date.today() + dt.timedelta(days=40)
    found = faults(checked("deuda-creditos", LOANS + f"P32-1,Banco,2010-02-30,5,,,,\nP32-2,Banco,{tomorrow},5,,,,\n"))
    assert "«2010-02-30» no es un día del calendario" in found[0]
    assert "es un día que no ha llegado" in found[1]


def test_two_rows_with_the_same_key_are_both_refused():
    batch = checked("deuda-creditos", LOANS + "P32-1,Banco,,5,,,,\nP32-1,Banco,,6,,,,\n")
    assert batch.counts == {"refused": 2}
    totals = checked("deuda-total", "anio,saldo\n2015,10\n2015,11\n")
    assert totals.counts == {"refused": 2}
    made.loan()
    balances = checked("deuda-saldos", BALANCES + "P32-0000001,2015-12-31,10\nP32-0000001,2015-12-31,11\n")
    assert balances.counts == {"refused": 2}


def test_a_balance_of_an_unknown_loan_is_refused_and_the_nearest_key_proposed():
    made.loan()
    (fault,) = faults(checked("deuda-saldos", BALANCES + "P32-0000007,2015-12-31,10\n"))
    assert "no hay un crédito con la clave «P32-0000007»" in fault
    assert "¿quiso decir «P32-0000001»?" in fault


def test_a_balance_above_the_amount_is_written_with_a_warning():
    loan = made.loan(amount=Decimal("100"))
    batch = written("deuda-saldos", BALANCES + "P32-0000001,2015-12-31,150\nP32-0000001,2009-12-31,50\n")
    assert loan.balances.count() == 2
    assert "el saldo es mayor que el monto contratado; revise que sea correcto" in notes(batch)
    assert "la fecha es anterior a la del contrato" in notes(batch)


def test_a_payment_must_say_what_was_paid():
    made.loan()
    head = "clave_inscripcion,fecha,amortizacion,intereses,comisiones\n"
    batch = written(
        "deuda-pagos",
        head + "P32-0000001,2015-06-30,100,50,\nP32-0000001,2016-06-30,,,\nP32-0000001,2017-06-30,0,0,0\n",
    )
    assert LoanPayment.objects.get().interest == 50
    assert ["no dice cuánto se pagó" in fault for fault in faults(batch)] == [True, True]


def test_denominators_are_above_zero_and_prices_are_the_nation_s():
    text = 'clave_entidad,dato,anio,valor\n32,población,2015,"1,579,209"\n32,pib,2015,0\n,INPC,2015,87.1234\n32,clima,2015,5\n'
    batch = written("deuda-denominadores", text)
    assert Denominator.objects.get(kind="poblacion").value == 1579209
    assert Denominator.objects.get(kind="inpc").state == "00"
    found = faults(batch)
    assert "«0» no es un número mayor que cero" in found[0]
    assert "«clima» no está en la lista" in found[1]


def test_bringing_the_same_sheet_again_changes_nothing():
    text = LOANS + "P32-1,Banco Uno,2010-12-31,100,TIIE,240,Carreteras,Nada\n"
    written("deuda-creditos", text)
    assert checked("deuda-creditos", text).counts == {"same": 1}


def test_a_changed_row_says_old_and_new_and_leaves_its_history():
    written("deuda-creditos", LOANS + "P32-1,Banco Uno,2010-12-31,100,TIIE,240,,\n")
    batch = written("deuda-creditos", LOANS + "P32-1,Banco Uno,2010-12-31,200,,240,,\n")
    (change,) = batch.rows.get().changes
    assert (change["field"], change["old"], change["new"]) == ("amount", "100.00", "200.00")
    assert Loan.objects.get().rate == "TIIE"  # an empty cell does not clear it


def test_a_sheet_without_the_word_makes_a_sample_real_and_with_it_stays_one():
    made.loan(key="P32-1", is_sample=True)
    sheet = "clave_inscripcion,acreedor,monto,muestra\n"
    written("deuda-creditos", sheet + "P32-1,Banco del Ejemplo,1000000,sí\n")
    assert Loan.objects.get().is_sample
    written("deuda-creditos", "clave_inscripcion,acreedor,monto\nP32-1,Banco Real,500\n")
    assert not Loan.objects.get().is_sample


def test_undoing_deletes_what_was_made_and_restores_what_was_changed():
    made.totals("32", {2015: "10"})
    batch = written("deuda-total", "anio,saldo,fuente\n2015,20,Otra\n2016,30,Otra\n")
    assert DebtTotal.objects.count() == 2
    done = services.undo(batch, None)
    assert (done.deleted, done.restored) == (1, 1)
    total = DebtTotal.objects.get()
    assert (total.year, total.amount, total.source) == (2015, 10, made.SOURCE)


def test_undoing_is_refused_when_something_is_newer():
    batch = written(
        "deuda-creditos", LOANS + "P32-1,Banco Uno,2010-12-31,100,,,,\nP32-2,Banco Dos,2010-12-31,100,,,,\n"
    )
    loan = Loan.objects.get(registry_key="P32-1")
    made.balances(loan, {"2015-12-31": "5"})
    Loan.objects.filter(registry_key="P32-2").update(creditor="Otro")
    with pytest.raises(UndoRefused) as refused:
        services.undo(batch, None)
    assert [item.reason for item in refused.value.obstacles] == ["ya tiene saldos", "«acreedor» cambió después"]
    assert LoanBalance.objects.count() == 1
    done = services.undo(batch, None, force=True)
    assert done.deleted == 0
    assert len(done.kept) == 2


@pytest.fixture
def team(zacatecas, morelos):
    return making.user_of_team(zacatecas)


def test_a_team_imports_only_into_its_own_state(team):
    text = "clave_entidad,clave_inscripcion,acreedor,monto\nZacatecas,P32-1,Banco,5\nMorelos,P17-1,Banco,5\n"
    batch = written("deuda-creditos", text, user=team, state="")
    assert Loan.objects.get().state == "32"
    (fault,) = faults(batch)
    assert "Morelos no es una de sus entidades" in fault


def test_a_team_does_not_write_the_prices_of_the_nation(team):
    batch = checked("deuda-denominadores", "dato,anio,valor\ninpc,2015,80\n", user=team)
    assert "los registra la administración del sitio" in faults(batch)[0]


def test_the_state_chosen_in_the_form_cannot_be_another_one(team):
    batch = checked("deuda-creditos", LOANS + "P17-1,Banco,,5,,,,\n", user=team, state="17")
    assert batch.counts == {"refused": 1}


def test_who_has_no_state_may_not_import(team, django_user_model):
    stranger = django_user_model.objects.create_user("nadie")
    for name in TABLES:
        table = registry.table(name)
        assert table.may_import(team)
        assert not table.may_import(stranger)
        assert not table.may_import(AnonymousUser())
        choices = [key for key, _label in table.options_fields(team)["state"].choices if key]
        assert choices == ["32"]


@pytest.mark.parametrize("name", TABLES)
def test_the_template_has_headers_and_help_and_is_recognised_as_it_is(client, name):
    table = registry.table(name)
    text = client.get(reverse("states:debt_template", args=[name, "csv"])).content.decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(text)))
    assert rows[1] == [column.header for column in table.columns]
    assert all("Obligatoria." in cell or "Opcional." in cell for cell in rows[0])
    filled = text + ",".join(f'"{column.sample}"' for column in table.columns) + "\n"
    batch = services.receive(table, "finanzas", ContentFile(filled.encode("utf-8-sig"), name="p.csv"), None)
    assert batch.header_row == 2
    assert services.recognise(batch).is_certain
    assert len(batch.mapping) == len(table.columns)
    book = openpyxl.load_workbook(io.BytesIO(client.get(reverse("states:debt_template", args=[name, "xlsx"])).content))
    assert [cell.value for cell in book.worksheets[0][1]] == rows[1]


def test_the_samples_of_the_template_are_good_cells(client):
    table = registry.table("deuda-creditos")
    text = client.get(reverse("states:debt_template", args=[table.name, "csv"])).content.decode("utf-8-sig")
    filled = text + ",".join(f'"{column.sample}"' for column in table.columns) + "\n"
    batch = services.check(services.receive(table, "finanzas", ContentFile(filled.encode(), name="p.csv"), None))
    assert batch.counts == {Outcome.CREATED: 1}, faults(batch)


def test_what_is_downloaded_can_be_imported_and_changes_nothing(client, zacatecas):
    made.whole_debt()
    pairs = {
        "creditos": "deuda-creditos", "saldos": "deuda-saldos", "pagos-de-creditos": "deuda-pagos",
        "deuda-total": "deuda-total", "denominadores": "deuda-denominadores",
    }  # fmt: skip
    for resource, name in pairs.items():
        response = client.get(reverse("states:data_file", args=[resource, "csv"]))
        text = b"".join(response.streaming_content).decode("utf-8-sig")
        batch = checked(name, text, state="")
        assert set(batch.counts) == {"same"}, (resource, batch.counts, faults(batch))
