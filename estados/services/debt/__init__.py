"""Public debt of a state: what may be shown of it (`figures`), how it is measured (`measures`), what a line says in words
(`plain`), the way of one loan (`loan_path`), and the words of it (`glossary`)."""
