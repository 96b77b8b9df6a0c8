"""What other sites may show of the states: the board, and one commitment."""

from django.urls import Resolver404, resolve, reverse
from django.utils.translation import gettext as _
from wagtail.models import Page, Site

from acervo.base.addresses import absolute
from acervo.base.oembed import Asked, Embed
from acervo.base.publicity import is_public, public
from acervo.base.states import STATE_NAMES
from estados.models import Commitment, CommitmentsPage, slug_of

from .board_query import read


def embed_of_board(state: str, query: str = "") -> Embed:
    """`query`: «?ods=16», what the board is narrowed to; or empty."""
    address = reverse("states:embed_board", args=[slug_of(state)])
    title = _("Compromisos de gobierno abierto: {state}").format(state=STATE_NAMES[state])
    return Embed(title=title, src=absolute(address) + query, height=600)


def embed_of_commitment(commitment: Commitment) -> Embed:
    address = reverse("states:embed_commitment", args=[slug_of(commitment.plan.state), commitment.code])
    return Embed(title=commitment.title, src=absolute(address), height=420)


def resolver(asked: Asked) -> Embed | None:
    """A commitment by its own address, or the page of a board."""
    return _commitment(asked) or _board(asked)


def _commitment(asked: Asked) -> Embed | None:
    home = reverse("states:commitment", args=["x", "X"]).partition("estados/")[0]
    try:
        match = resolve(home + asked.path)
    except Resolver404:
        return None
    if match.view_name != "states:commitment":
        return None
    found = public(Commitment.objects.filter(code=match.kwargs["code"])).select_related("plan").first()
    if found is None or slug_of(found.plan.state) != match.kwargs["state"]:
        return None
    return embed_of_commitment(found)


def _board(asked: Asked) -> Embed | None:
    """The section «Compromisos», wherever it stands below the front pages of the host's sites."""
    site = Site.objects.filter(hostname=asked.host).first() or Site.objects.filter(is_default_site=True).first()
    if site is None:
        return None
    roots = Page.objects.filter(
        translation_key__in=Page.objects.filter(pk=site.root_page_id).values("translation_key"),
        locale__language_code=asked.language,
    )
    addresses = [f"{root.url_path}{asked.path.strip('/')}/" for root in roots]
    page = public(CommitmentsPage.objects.filter(url_path__in=addresses)).first()
    if page is None or not is_public(page.state_page):
        return None
    query = read(asked.query, page.state_page.state)
    return embed_of_board(page.state_page.state, "" if (rest := query.url()) == "?" else rest)
