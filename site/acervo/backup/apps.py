"""Wiring: none; the app is two commands and what they do."""

from django.apps import AppConfig


class BackupConfig(AppConfig):
    name = "acervo.backup"
    label = "backup"
