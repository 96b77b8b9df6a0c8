"""A real Elasticsearch node for the tests; see README.md beside this file."""
