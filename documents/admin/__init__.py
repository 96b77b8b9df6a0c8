"""The archive in Wagtail's admin: vocabularies, files and their versions, records, reports, the editors' home."""
