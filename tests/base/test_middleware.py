"""What every request passes before a page sees it."""

import pytest
from django.http import HttpResponse
from django.test import RequestFactory

from acervo.base.middleware import without_nul


@pytest.mark.parametrize(
    ("address", "path", "asked"),
    [
        ("/acervo/?q=ley%00&tema=a", "/acervo/", "ley\ufffd"),
        ("/acervo/?q=%2500", "/acervo/", "%00"),
        ("/c/ab%00/?q=x", "/c/ab\ufffd/", "x"),
        ("/c/ab/?q=ñ", "/c/ab/", "ñ"),
    ],
)
def test_a_nul_in_an_address_is_no_text_that_a_database_would_refuse(address, path, asked):
    seen = []

    def page(request):
        seen.append((request.path, request.path_info, request.GET["q"]))
        return HttpResponse()

    without_nul(page)(RequestFactory().get(address))

    assert seen == [(path, path, asked)]


@pytest.mark.django_db
@pytest.mark.parametrize(
    "address", ["/%00", "/acervo/%00/", "/acervo/leyes/?tipo=%00&tema=%00&anio=%00&page=%00", "/c/%00"]
)
def test_odd_addresses_are_no_error(client, site_tree, address):
    assert client.get(address).status_code in (200, 404)
