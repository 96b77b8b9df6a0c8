"""Parts of the Elasticsearch engine; only `search.engines.elasticsearch` is for others."""
