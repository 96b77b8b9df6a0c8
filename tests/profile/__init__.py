"""The production profile on real servers: PostgreSQL, Elasticsearch, gunicorn with two workers, the task worker."""
