"""The same bytes dropped by three people at the same moment, on a database that lets several write."""

import json
import threading

import pytest
from django.contrib.auth.models import User
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from wagtail.models import Collection, Locale

from documents.models import ArchiveFile, FileVersion
from tests import factories

ADD = "/admin/documents/multiple/add/"


@pytest.mark.django_db(transaction=True)
def test_of_three_simultaneous_uploads_of_the_same_bytes_one_is_stored_whole_on_a_server():
    if connection.vendor == "sqlite":
        pytest.skip("test_uploads.py does it on SQLite, in a process of its own")
    Locale.objects.get_or_create(language_code="es-mx")
    if not Collection.objects.exists():  # a test that really commits left the database empty
        Collection.add_root(name="Root")
    user = User.objects.create_superuser("jefa", "jefa@example.org", "x")
    content, answers, barrier = factories.pdf("Texto " * 50), [], threading.Barrier(3)

    def send(name: str) -> None:
        try:
            client = Client()
            client.force_login(user)
            file = SimpleUploadedFile(name, content)
            barrier.wait(30)
            answers.append(json.loads(client.post(ADD, {"files[]": file, "title": name}).content)["success"])
        finally:
            connection.close()

    threads = [threading.Thread(target=send, args=[f"{number}.pdf"]) for number in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)

    assert sorted(answers) == [False, False, True]
    assert FileVersion.objects.count() == 1
    with ArchiveFile.objects.get().current.file.open("rb") as stored:
        assert stored.read() == content
