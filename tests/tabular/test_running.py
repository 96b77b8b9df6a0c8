"""A batch from its upload to its end: dry run, writing in chunks, stopping, dying, going on, undoing."""

import datetime as dt

import pytest
from django.conf import settings
from django.contrib.auth.models import Group
from django.core.files.base import ContentFile
from django.utils import timezone
from openpyxl import load_workbook

from acervo.tabular import registry, services, tasks
from acervo.tabular.models import Batch, BatchState, ColumnMapping
from acervo.tabular.services import locks, running
from acervo.tabular.sheets import SheetError
from tests.tabular.simple import GroupJob, GroupTable

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def table(db, monkeypatch):
    Group.objects.all().delete()  # those of the migrations
    monkeypatch.setattr(registry, "_tables", dict(registry._tables))
    registry.register(GroupTable())
    monkeypatch.setattr(running, "CHUNK", 10)
    return registry.table("groups")


def received(table, text, **also):
    return services.receive(table, "office", ContentFile(text.encode(), name="grupos.csv"), None, **also)


def many(count):
    return "nombre\n" + "".join(f"grupo {number}\n" for number in range(1, count + 1))


def test_the_upload_is_kept_privately(table):
    batch = received(table, "nombre\na\n")
    path = settings.DATA_DIR / batch.file.name
    assert path.read_bytes() == b"nombre\na\n"
    assert not str(path).startswith(str(settings.MEDIA_ROOT))
    assert batch.state == BatchState.UPLOADED
    services.discard(batch)
    assert not path.exists()
    assert batch.state == BatchState.DISCARDED


def test_a_file_that_is_no_sheet_leaves_nothing(table):
    with pytest.raises(SheetError):
        received(table, "")
    assert not Batch.objects.exists()


def test_a_dry_run_writes_no_record_and_keeps_only_rows_with_something_to_say(table):
    batch = services.check(received(table, "nombre\nuno\nmalo\nDOS\n"))
    assert batch.state == BatchState.CHECKED
    assert batch.counts == {"created": 2, "refused": 1}
    assert list(batch.rows.values_list("number", "outcome")) == [(2, "refused"), (3, "created")]
    assert batch.rows.get(number=2).faults == [
        {"column": "nombre", "header": "nombre", "value": "malo", "reason": "«malo» no es un nombre", "mend": "escriba otro"}
    ]  # fmt: skip
    assert not Group.objects.exists()
    services.write(batch)
    assert set(Group.objects.values_list("name", flat=True)) == {"uno", "dos"}


def test_an_unknown_header_is_left_out_and_a_missing_column_is_told(table):
    batch = received(table, "Grupp;zona\na;b\n")
    found = services.recognise(batch)
    assert [(item.column, item.is_certain) for item in found.columns] == [("nombre", False), ("", False)]
    assert found.unknown == ["zona"]
    services.set_mapping(batch, {1: "nota"} | {0: "nombre"})
    assert ColumnMapping.objects.get().headers == {"grupp": "nombre", "zona": "nota"}
    again = received(table, "Grupp;zona\na;b\n")
    assert services.recognise(again).is_certain
    assert again.mapping == {"0": "nombre", "1": "nota"}
    with pytest.raises(services.MappingError):
        services.set_mapping(again, {1: "nota"})


def test_writing_goes_on_where_it_was_killed(table, monkeypatch):
    batch = received(table, many(35))
    monkeypatch.setattr(GroupJob, "stop_at", 25)
    with pytest.raises(RuntimeError):
        services.write(batch)
    assert (batch.state, batch.rows_done) == (BatchState.INTERRUPTED, 20)
    assert Group.objects.count() == 20  # whole chunks, and nothing of the one that failed
    assert batch.error
    monkeypatch.setattr(GroupJob, "stop_at", 0)
    services.write(Batch.objects.get())
    batch.refresh_from_db()
    assert (batch.state, batch.rows_done, batch.counts, batch.error) == (BatchState.DONE, 35, {"created": 35}, "")
    assert Group.objects.count() == 35


def test_a_person_can_stop_the_writing(table):
    batch = received(table, many(35))

    def progress(done, total):
        if done == 20:
            services.stop(Batch.objects.get())

    services.write(batch, progress)
    assert (batch.state, batch.rows_done) == (BatchState.INTERRUPTED, 20)
    assert Group.objects.count() == 20
    services.write(batch)
    assert batch.state == BatchState.DONE


def test_a_batch_whose_process_died_is_noticed(table):
    batch = received(table, many(3))
    long_ago = timezone.now() - dt.timedelta(minutes=5)
    Batch.objects.update(state=BatchState.WRITING, heartbeat_at=long_ago)
    with locks.lock(f"batch-{batch.pk}"):
        assert services.mark_dead() == 0  # its process holds the lock
    assert services.mark_dead() == 1
    batch.refresh_from_db()
    assert batch.state == BatchState.INTERRUPTED
    assert "reanudarla" in batch.error
    Batch.objects.update(state=BatchState.WRITING, heartbeat_at=None)
    assert services.mark_dead() == 0  # it still waits in the queue


def test_two_sheets_of_a_table_are_not_written_at_once(table):
    batch = received(table, many(3))
    with locks.lock("write-groups"), pytest.raises(services.TableBusy):
        services.write(batch)
    assert batch.state == BatchState.UPLOADED
    services.check(batch)
    with locks.lock("write-groups"):
        Batch.objects.filter(pk=batch.pk).update(state=BatchState.WRITING, heartbeat_at=None)
        tasks.write_batch.func(batch.pk)
    batch.refresh_from_db()
    assert batch.state == BatchState.INTERRUPTED
    assert "Otra hoja" in batch.error


def test_asking_does_the_work_in_tasks_and_refuses_what_is_out_of_order(table, committing):
    batch = received(table, many(3))
    with pytest.raises(services.WrongState):
        services.ask_write(batch)
    with committing():
        services.ask_check(batch)
    batch.refresh_from_db()
    assert batch.state == BatchState.CHECKED
    with committing():
        services.ask_write(batch)
    batch.refresh_from_db()
    assert batch.state == BatchState.DONE
    with committing():
        services.ask_undo(batch, None)
    batch.refresh_from_db()
    assert (batch.state, Group.objects.count()) == (BatchState.UNDONE, 0)


def test_a_task_that_fails_never_leaves_a_working_state(table, monkeypatch, committing):
    batch = received(table, many(3))
    monkeypatch.setattr(GroupJob, "plan", lambda self, rows: 1 / 0)
    with committing():
        services.ask_check(batch)
    batch.refresh_from_db()
    assert batch.state == BatchState.FAILED
    assert "Avise" in batch.error


def test_repeated_keys_are_named_in_both_rows_and_formulas_are_not_run(table):
    batch = services.check(received(table, 'nombre,nota\nuno,a\n"=HYPERLINK(""x"",""Dos"")",b\n Uno ,c\n'))
    assert batch.counts == {"refused": 3}
    told = {row.number: row.faults[0]["reason"] + row.faults[0]["mend"] for row in batch.rows.all()}
    assert "la fila 3" in told[1]
    assert "la fila 1" in told[3]
    assert "fórmula" in told[2]
    assert "quizá «Dos»" in told[2]


def test_the_sheet_of_faults_is_the_same_sheet_and_runs_nothing(table):
    batch = services.check(received(table, "nombre,nota\nmalo,=1+1\nbueno,+52 492\n"))
    sheet = load_workbook(services.faults_workbook(batch)).active
    values = [[cell.value for cell in row] for row in sheet.iter_rows()]
    assert values[0] == ["nombre", "nota", "motivo"]
    assert values[1][:2] == ["malo", "{=1+1}"]
    assert "fila 1, columna «nombre»: «malo» no es un nombre; escriba otro" in values[1][2]
    assert {cell.data_type for row in sheet.iter_rows() for cell in row if cell.value} == {"s"}
    assert sheet["A2"].fill.start_color.rgb == "FFF4C7C3"
    assert sheet["A3"].fill.fill_type is None
    text = services.faults_csv(batch).read_text("utf-8-sig")
    assert ",{=1+1}," in text
    assert "'+52 492" in text


def test_a_mended_sheet_of_faults_can_be_brought_again(table):
    batch = services.check(received(table, "nombre,nota\nmalo,x\nbueno,y\n"))
    path = services.faults_workbook(batch)
    book = load_workbook(path)
    book.active["A2"] = "mejor"
    book.save(path)
    again = services.receive(table, "office", path, None)
    assert services.recognise(again).unknown == []
    services.write(again)
    assert again.counts == {"created": 2}
