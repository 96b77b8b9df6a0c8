"""What one does with a spreadsheet, step by step. Views, commands and tasks call these; nothing else writes batches.

    batch = receive(table, "inah", upload, user)        # stored privately, recognised; raises SheetError (Spanish)
    sheet_names(batch); choose_sheet(batch, "Hoja2", header_row=3)          # XLSX with several sheets; optional
    found = recognise(batch)                            # Recognition: columns, missing, unknown; nothing is written
    set_mapping(batch, {0: "nombre", 1: ""})            # index of the sheet's column → name of a column, "" leaves it out;
                                                        # remembered for the institution; raises MappingError
    set_options(batch, blank_policy="keep", options={}) # what the form of options says
    ask_check(batch)  →  check(batch, progress=None)    # dry run: BatchRow rows for what has something to say, counts
    decide(batch, {25: 7, 30: 0})                       # row number → key of the record, 0 = a new one, None = undecided
    decide_exact(batch)                                 # all rows with one candidate of the same name and place
    ask_write(batch)  →  write(batch, progress=None)    # the same code again, in chunks; goes on after a kill
    stop(batch)                                         # the writer stops after its chunk; write() again goes on
    obstacles(batch); ask_undo(batch, user)  →  undo(batch, user, force=False)   # raises UndoRefused
    faults_workbook(batch); faults_csv(batch)           # paths of the same sheet with reasons
    discard(batch)                                      # forgets the file and what the dry run said

`ask_*` sets the state and enqueues the task (`acervo.tabular.tasks`); a task that fails leaves state FAILED (check),
INTERRUPTED (write) or DONE (undo) and a Spanish sentence in `batch.error`, never a working state. States: see
`models.BatchState`; `OPEN` waits for a person. A working batch whose process died is noticed by `mark_dead` (clock, each
minute): it becomes FAILED, INTERRUPTED or DONE in the same way. While `heartbeat_at` is empty the task still waits in
the queue. Progress is `rows_done` of `rows_total`, saved with every chunk.

A row of a batch: `BatchRow.faults` as dicts (see `faults.Fault.as_dict`; `faults.sentence(number, fault)` is the whole
sentence), `changes` as {field, label, old, new, adopted} (old and new as a person reads them), `candidates` as
{pk, label, why, exact}. `Batch.counts`: outcome → number of rows. `Batch.tallies`: sentence about a conversion → number of rows.
"""

from .asking import WrongState, ask_check, ask_undo, ask_write, decide, discard, set_options, stop
from .deciding import decide_exact
from .locks import TableBusy
from .mending import faults_csv, faults_workbook
from .receiving import MappingError, Recognition, choose_sheet, receive, recognise, set_mapping, sheet_names
from .running import check, mark_dead, write
from .undoing import obstacles, undo

__all__ = [
    "MappingError", "Recognition", "TableBusy", "WrongState", "ask_check", "ask_undo", "ask_write", "check", "choose_sheet", "decide", "decide_exact",
    "discard", "faults_csv", "faults_workbook", "mark_dead", "obstacles", "receive", "recognise", "set_mapping",
    "set_options", "sheet_names", "stop", "undo", "write",
]  # fmt: skip
