"""The import's steps as views; the work is in `acervo.tabular.services`."""
