"""Values travel between engines without losing anything, and what an engine cannot keep is told."""

import datetime as dt
import json
import uuid
from decimal import Decimal
from types import SimpleNamespace

import pytest
from django.apps import apps
from django.db import connection, models
from hypothesis import given
from hypothesis import strategies as st

from acervo.backup import tables, values
from acervo.backup.tables import Column, UnknownColumn, copied
from acervo.backup.values import DoesNotFit, Incoming

TEXTS = st.text(st.characters(exclude_categories=["Cs"]))
JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53), 2**53) | st.floats(allow_nan=False, allow_infinity=False) | TEXTS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXTS, inner, max_size=3),
    max_leaves=8,
)
FIELDS = {
    "int": (models.BigIntegerField(), st.integers(-(2**63), 2**63 - 1)),
    "text": (models.TextField(), TEXTS),
    "bool": (models.BooleanField(), st.booleans()),
    "float": (models.FloatField(), st.floats(allow_nan=False, allow_infinity=False)),
    "decimal": (models.DecimalField(max_digits=14, decimal_places=2), st.decimals(-(10**9), 10**9, places=2)),
    "datetime": (models.DateTimeField(), st.datetimes(timezones=st.just(dt.UTC), min_value=dt.datetime(1, 1, 2))),
    "date": (models.DateField(), st.dates()),
    "time": (models.TimeField(), st.times()),
    "duration": (models.DurationField(), st.timedeltas(dt.timedelta(-9999), dt.timedelta(9999))),
    "uuid": (models.UUIDField(), st.uuids()),
    "binary": (models.BinaryField(), st.binary()),
}


def column(kind: str, field: models.Field, max_length: int | None = None) -> Column:
    return Column("c", "c", kind, field, max_length, False)


def incoming(kind: str, field: models.Field, on=connection, max_length: int | None = None) -> Incoming:
    return Incoming(SimpleNamespace(label="app.Tabla"), column(kind, field, max_length), on)


@pytest.mark.parametrize("kind", FIELDS)
def test_a_value_comes_back_as_it_went(kind):
    field, strategy = FIELDS[kind]
    out, back = values.outgoing(column(kind, field)), incoming(kind, field)

    @given(strategy)
    def there_and_back(value):
        sent = json.loads(json.dumps(out(value)))
        assert back(sent) == field.get_db_prep_save(value, connection=connection)

    there_and_back()
    assert back(out(None)) is None


@given(JSON)
def test_json_comes_back_as_it_went_and_null_is_not_nothing(value):
    field = models.JSONField()
    out, back = values.outgoing(column("json", field)), incoming("json", field, on=_engine("sqlite"))
    sent = json.loads(json.dumps(out(json.dumps(value))))
    assert json.loads(back(sent)) == value
    assert out(None) is None
    assert back(None) is None


def _engine(vendor: str):
    """This connection, as if it were of that engine; JSON is given to the driver as a text."""
    return SimpleNamespace(
        vendor=vendor,
        ops=SimpleNamespace(
            adapt_json_value=lambda value, encoder: json.dumps(value),
            integer_field_range=lambda internal: (-32768, 32767),
            adapt_integerfield_value=lambda value, internal: value,
        ),
    )


def test_postgresql_refuses_a_text_that_is_too_long_and_the_message_says_where():
    field = models.CharField(max_length=5)
    assert incoming("text", field, on=_engine("sqlite"), max_length=5)("larguísimo") == "larguísimo"
    with pytest.raises(DoesNotFit, match=r"app\.Tabla, columna «c»: un texto mide 10"):
        incoming("text", field, on=_engine("postgresql"), max_length=5)("larguísimo")


def test_postgresql_refuses_a_number_out_of_its_range():
    turn = incoming("int", models.PositiveSmallIntegerField(), on=_engine("postgresql"))
    assert turn(32767) == 32767
    with pytest.raises(DoesNotFit, match="40000"):
        turn(40_000)


def test_characters_that_postgresql_has_not_are_replaced_and_counted():
    turn = incoming("json", models.JSONField(), on=_engine("postgresql"))
    assert json.loads(turn([{"a\x00": ["b\ud800c", "ñ😀"]}])) == {"a\ufffd": ["b\ufffdc", "ñ😀"]}
    assert turn.replaced == 2


@pytest.mark.parametrize(
    ("kind", "bad"),
    [("int", "1"), ("int", True), ("text", 1), ("bool", 1), ("uuid", "no"), ("date", "2020-13-01"), ("json", {})],
)
def test_what_is_no_value_of_its_column_is_refused(kind, bad):
    field = FIELDS[kind][0] if kind != "json" else models.JSONField()
    with pytest.raises((TypeError, ValueError, AttributeError)):
        incoming(kind, field)(bad)


def test_every_column_of_the_site_can_travel():
    kinds = {column.kind for table in copied() for column in table.columns}
    assert {"int", "text", "bool", "float", "decimal", "datetime", "date", "uuid", "json"} <= kinds
    assert Decimal(values.outgoing(column("decimal", FIELDS["decimal"][0]))(Decimal("1.10"))) == Decimal("1.10")
    assert values.outgoing(column("uuid", FIELDS["uuid"][0]))(uuid.UUID(int=1)) == str(uuid.UUID(int=1))


def test_a_column_of_an_unknown_kind_is_an_error_and_not_silently_left_out():
    class Strange(models.Field):
        def get_internal_type(self):
            return "Strange"

    field = Strange()
    field.set_attributes_from_name("x")
    with pytest.raises(UnknownColumn, match="Strange"):
        tables._column(field)


def test_what_is_left_out_is_named_with_its_reason_and_exists():
    known = {model._meta.label for model in apps.get_models(include_auto_created=True)}
    assert set(tables.LEFT_OUT) <= known
    assert all(len(reason) > 10 for reason in tables.LEFT_OUT.values())


def test_what_is_pointed_to_comes_first_but_for_cycles():
    order = {table.label: number for number, table in enumerate(copied())}
    assert order["contenttypes.ContentType"] < order["auth.Permission"] < order["auth.Group_permissions"]
    assert order["wagtailcore.Locale"] < order["wagtailcore.Page"] < order["documents.RecordPage"]
    assert order["auth.User"] < order["wagtailcore.Revision"]
    assert {"documents.ArchiveFile", "documents.FileVersion"} <= set(order)
