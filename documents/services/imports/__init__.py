"""Bulk import: a folder (or a ZIP) and a manifest become records with files, as a batch that can be undone.

    plan = make_plan(folder, manifest=…, collection="leyes", publish=True)   # what would become of each row
    summary = run(plan, source="leyes")                                     # writes it
    undo(batch)                                                             # takes it back

`plan` decides and writes nothing, `run` writes what the plan says, `undo` returns to before.
"""
