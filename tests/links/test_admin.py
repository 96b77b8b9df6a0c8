"""Editors make links, find them, and see how often they were scanned."""

import io
import re
from datetime import date, timedelta

import openpyxl
import pytest
from django.contrib.auth.models import Group
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from acervo.links.models import ScanCount, ShortLink
from acervo.links.services import link_for

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.links.urls")]


@pytest.fixture
def member(client, django_user_model):
    """Logs the client in as a member of one of Wagtail's groups."""

    def log_in(group: str):
        user = django_user_model.objects.create_user("lupe", password="x")
        user.groups.add(Group.objects.get(name=group))
        client.force_login(user)
        return client

    return log_in


def send(client, url, **fields):
    return client.post(url, {"page": "", "external_url": "", "label": "", "expires_at": "", **fields})


def test_an_editor_makes_a_link_to_a_page_and_is_shown_its_qr(boss, make_page, admin_user):
    page = make_page()
    response = send(boss, reverse("shortlink:add"), page=page.pk, label="Cartel")
    link = ShortLink.objects.get()
    assert (link.target, link.label, link.created_by, link.is_canonical) == (page, "Cartel", admin_user, False)
    assert response["Location"] == reverse("shortlink:inspect", args=[link.pk])
    html = boss.get(response["Location"]).content.decode()
    assert link.svg_url in html
    assert link.label_pdf_url in html
    assert "Lleva a" in html
    assert not re.search(r">\s*None\s*<", html)
    assert boss.get(link.get_absolute_url())["Location"].endswith("/ley-de-archivos/")


def test_an_editor_makes_a_link_to_an_outside_address_with_an_end(boss):
    end = timezone.localtime() + timedelta(days=30)
    send(
        boss,
        reverse("shortlink:add"),
        external_url="https://www.inegi.org.mx/",
        expires_at=end.strftime("%Y-%m-%d %H:%M"),
    )
    link = ShortLink.objects.get()
    assert link.external_url == "https://www.inegi.org.mx/"
    assert abs(link.expires_at - end) < timedelta(minutes=1)


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({}, "Elija una página o escriba una dirección externa."),
        ({"page": "home", "external_url": "https://x.mx/"}, "Deje solo una de las dos"),
        ({"external_url": "javascript:alert(1)"}, "Escríbala con https://"),
        ({"external_url": "ftp://x.mx/"}, "Escríbala con https://"),
        ({"external_url": "https://acervo.example.mx/q/k7mxr4t/"}, "ya es un enlace corto de este sitio"),
        ({"external_url": "https://x.mx/", "expires_at": "2020-01-01 10:00"}, "Esa fecha ya pasó"),
    ],
)
def test_a_mistake_is_explained_with_its_mend_and_nothing_is_saved(boss, home, fields, words):
    if "page" in fields:
        fields = fields | {"page": home.pk}
    response = send(boss, reverse("shortlink:add"), **fields)
    assert response.status_code == 200
    assert words in response.content.decode()
    assert not ShortLink.objects.exists()


def test_an_editor_points_a_printed_link_elsewhere(boss, poster, make_page):
    other = make_page("Parque")
    html = boss.get(reverse("shortlink:edit", args=[poster.pk])).content.decode()
    assert f'name="page" value="{poster.target_id}"' in html.replace("\n", " ")
    send(boss, reverse("shortlink:edit", args=[poster.pk]), page=other.pk)
    poster = ShortLink.objects.get()
    assert poster.target == other
    send(boss, reverse("shortlink:edit", args=[poster.pk]), external_url="https://x.mx/")
    poster = ShortLink.objects.get()
    assert (poster.target, poster.external_url) == (None, "https://x.mx/")


def test_of_a_permanent_link_only_the_title_changes_and_it_cannot_be_deleted(boss, make_page):
    page, other = make_page(), make_page("Otra")
    link = link_for(page)
    edit, delete = (reverse(f"shortlink:{name}", args=[link.pk]) for name in ("edit", "delete"))
    html = boss.get(edit).content.decode()
    assert 'name="label"' in html
    assert 'name="page"' not in html
    assert delete not in html
    send(boss, edit, page=other.pk, external_url="https://x.mx/", label="La ley", expires_at="2099-01-01 10:00")
    link.refresh_from_db()
    assert (link.target, link.external_url, link.label, link.expires_at) == (page, "", "La ley", None)
    boss.post(delete)
    assert ShortLink.objects.filter(pk=link.pk).exists()


def test_a_link_that_an_editor_made_can_be_deleted(boss, poster):
    boss.post(reverse("shortlink:delete", args=[poster.pk]))
    assert not ShortLink.objects.exists()


def test_the_list_shows_where_links_lead_their_scans_and_state(boss, poster, make_page):
    ScanCount.objects.create(link=poster, day=date(2026, 3, 1), count=4)
    ScanCount.objects.create(link=poster, day=date(2026, 3, 2), count=3)
    gone = make_page("Borrada")
    link_for(gone, label="Página que ya no está")
    gone.delete()
    html = boss.get(reverse("shortlink:index")).content.decode()
    for words in (poster.code, "Plaza", "Cartel de la plaza", ">7<", "Vigente", "(eliminado)", "Sin destino"):
        assert words in html.replace("\n", "").replace("  ", "")


def test_the_list_takes_the_same_queries_for_two_links_and_for_twenty(boss, make_page):
    counts = []
    for many in (2, 18):
        for n in range(many):
            link_for(make_page(f"Página {many} {n}"))
        boss.get(reverse("shortlink:index"))
        with CaptureQueriesContext(
            connection,
        ) as queries:
            boss.get(reverse("shortlink:index"))
        counts.append(len(queries))
    assert counts[0] == counts[1]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({"q": "plaza"}, ["Cartel de la plaza"]),
        ({"q": 'pla"za'}, []),
        ({"q": "inegi"}, ["Fuente externa"]),
        ({"origin": "team"}, ["Cartel de la plaza", "Fuente terminada"]),
        ({"origin": "site"}, ["Fuente externa"]),
        ({"place": "inside"}, ["Cartel de la plaza"]),
        ({"ended": "yes"}, ["Fuente terminada"]),
        ({"ended": "no", "place": "outside"}, ["Fuente externa"]),
    ],
)
def test_links_are_found_and_filtered(boss, poster, query, found):
    link_for("https://www.inegi.org.mx/", label="Fuente externa")
    ShortLink.objects.create(
        external_url="https://x.mx/", label="Fuente terminada", expires_at=timezone.now() - timedelta(days=1)
    )
    html = boss.get(reverse("shortlink:index"), query).content.decode()
    everything = ["Cartel de la plaza", "Fuente externa", "Fuente terminada"]
    assert [label for label in everything if label in html] == found


def test_a_link_is_found_by_its_code_in_upper_case(boss, poster):
    html = boss.get(reverse("shortlink:index"), {"q": poster.code.upper()}).content.decode()
    assert "Cartel de la plaza" in html


def test_the_list_is_exported(boss, poster, read_csv):
    ScanCount.objects.create(link=poster, day=date(2026, 3, 1), count=4)
    (row,) = read_csv(boss.get(reverse("shortlink:index"), {"export": "csv"}))
    assert row["Código"] == poster.code
    assert row["Enlace"] == poster.absolute_url
    assert (row["Lleva a"], row["Escaneos"], row["Estado"]) == ("Plaza", "4", "Vigente")
    response = boss.get(reverse("shortlink:index"), {"export": "xlsx"})
    sheet = openpyxl.load_workbook(io.BytesIO(b"".join(response.streaming_content))).active
    assert [cell.value for cell in sheet[2]][:4] == [
        poster.code,
        poster.absolute_url,
        "Plaza",
        "Cartel de la plaza",
    ]


def test_editors_make_links_but_only_moderators_delete_them(member, poster):
    editor = member("Editors")
    assert editor.get(reverse("shortlink:add")).status_code == 200
    assert editor.get(reverse("shortlink:inspect", args=[poster.pk])).status_code == 200
    assert editor.get(reverse("links_scan_report")).status_code == 200
    editor.post(reverse("shortlink:delete", args=[poster.pk]))
    assert ShortLink.objects.filter(pk=poster.pk).exists()


def test_a_moderator_deletes_a_link(member, poster):
    member("Moderators").post(reverse("shortlink:delete", args=[poster.pk]))
    assert not ShortLink.objects.exists()


def test_others_see_neither_links_nor_scans(client, django_user_model, poster):
    client.force_login(django_user_model.objects.create_user("nadie", password="x"))
    for name in ("shortlink:index", "shortlink:add", "links_scan_report"):
        assert client.get(reverse(name)).status_code == 302
    client.logout()
    assert client.get(reverse("links_scan_report")).status_code == 302


def test_the_menus_lead_to_both(boss):
    html = boss.get(reverse("wagtailadmin_home")).content.decode()
    assert reverse("shortlink:index") in html
    assert reverse("links_scan_report") in html
