"""The parts of the embedded engine; `search.engines.tantivy` puts them together."""
