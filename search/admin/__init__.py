"""Search in Wagtail's admin: synonyms, a place to try a search, promoted results, reports of what people search for."""
