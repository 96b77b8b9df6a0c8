"""What the site costs, measured: `make bench` (about ten minutes on two slow cores; nothing of it runs in `make test`).

- `test_ingest.py`: reading the real laws, as a share of bare text extraction; peak memory of the largest one.
- `test_search.py`: searching 100,000 generated pages, the public API, size and speed of the index.
- `test_growth.py`: the same at 1,000, 10,000 and 100,000 pages, as a table and as an SVG.
- `test_web.py`: the record page and listings of 10 and of 1,000 records; memory of the web process.

How to read the tables. Every figure is printed with its target and `reached` or `NOT REACHED`; a figure without a
target is there to explain the others. A missed target does not fail the run, because the machine may be slow or shared;
wrong results do: each workload is checked (hits, pages, states, status codes) outside the timed part. `CPU` is processor
time of all processes and threads involved, so it hardly depends on what else the machine does; `wall` is what a person
waits for, and does. Ratios compare things measured in turn in one run.

Each measurement runs in a process of its own (`work/`), on a site of its own in a temporary DATA_DIR, with the settings
of `make run` and a database file on disk. Results also go to `var/benchmarks/` as JSON and SVG.
"""
