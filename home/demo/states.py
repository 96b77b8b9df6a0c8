"""The states of the demonstration: the national page, the 32 microsites with their teams, and what is known of each.

`content/states/states.csv` names the states (key and official name: catalogue of INEGI; group: the last cut that names
one), `states.toml` has our texts. Zacatecas has every section; another state has those for which something is known.
"""

import csv
import tomllib
from functools import cache
from typing import Any

from django.contrib.auth import get_user_model
from django.utils.translation import override
from wagtail.models import Page
from wagtail.rich_text import RichText

from agenda.models import EventPage
from documents.models import RecordPage
from estados.models import Commitment, SecretariatMember, StatePage, StatesPage, slug_of
from estados.services.courses_page import KINDS
from estados.services.microsite import ALL_SECTIONS, make_sections
from estados.services.team import Team, make_team

from .accounts import STATE_ACCOUNTS
from .content import CONTENT
from .markup import to_html
from .site_pages import Tree
from .states_debt import make_debt
from .states_national import make_national
from .states_plans import make_plans
from .states_steps import make_secretariats, make_steps, states_with_a_model
from .translate import Words, html_words, plain_words, translate

HERE = CONTENT / "states"
WHOLE = "32"


@cache
def read_states() -> list[dict[str, str]]:
    """The rows of `states.csv`, by INEGI key."""
    with (HERE / "states.csv").open(encoding="utf-8", newline="") as rows:
        return list(csv.DictReader(rows))


@cache
def read_texts() -> dict[str, Any]:
    """`states.toml`."""
    return tomllib.loads((HERE / "states.toml").read_text(encoding="utf-8"))


def make_states(tree: Tree, *, user: Any) -> None:
    """Make and publish everything of the states; nothing if the site has a national page already.

    Records, events and accounts must be there.
    """
    if StatesPage.objects.exists():
        return
    national = _make_national_page(tree)
    fronts = {row["state"]: _make_front(national, row, tree, user=user) for row in read_states()}
    teams = {key: make_team(front) for key, front in fronts.items()}
    _join(teams)
    _make_sections(fronts[WHOLE], (), tree, user=user)
    make_steps()
    make_plans(user=user)
    make_national()
    known = _known()
    for key, front in fronts.items():
        if key != WHOLE:
            only = ("estados.StepsPage", *(label for label, states in known.items() if key in states))
            _make_sections(front, only, tree, user=user)
    make_secretariats(english=tree.english, user=user)
    make_debt(user=user)


def _make_national_page(tree: Tree) -> StatesPage:
    texts = read_texts()["national"]
    page = StatesPage(title=texts["title"], slug=texts["slug"], body=_body(texts["body"]), show_in_menus=True)
    made = _publish(tree.home, page)
    words = plain_words((texts["title"], texts["title_en"]), (texts["slug"], texts["slug_en"]))
    translate(made, words | html_words(to_html(texts["body"]), to_html(texts["body_en"])), locale=tree.english)
    return made


def _make_front(national: StatesPage, row: dict[str, str], tree: Tree, *, user: Any) -> StatePage:
    values = {name: row[name] for name in ("state", "title", "official_name", "abbreviation", "group", "colour")}
    page: Any = StatePage(slug=slug_of(row["state"]), show_in_menus=True, owner=user, **values)
    words: Words = plain_words((row["title"], row["title_en"]))
    texts = read_texts()["front"].get(row["state"])
    if texts:
        page.intro = to_html(texts["intro"])
        page.body = _body(texts["body"])
        for name in ("intro", "body"):
            words |= html_words(to_html(texts[name]), to_html(texts[f"{name}_en"]))
    made = _publish(national, page, user=user)
    translate(made, words, locale=tree.english)
    return made


def _make_sections(front: StatePage, only: tuple[str, ...], tree: Tree, *, user: Any) -> None:
    """The sections of a state in both languages; without `only`, all."""
    english = read_texts()["sections"]
    words: Words = {}
    with override(front.locale.language_code):
        for kind in ALL_SECTIONS:
            title, slug = english[kind.model]
            words |= plain_words((str(kind.title), title), (str(kind.slug), slug))
    front.refresh_from_db()
    for page in make_sections(front, user=user, only=only):
        translate(type(page).objects.get(pk=page.pk), words, locale=tree.english)


def _known() -> dict[str, set[str]]:
    """Section → the states that have something to show in it."""

    def states(queryset: Any, path: str = "state") -> set[str]:
        return set(queryset.order_by().values_list(path, flat=True).distinct())

    commitments = states(Commitment.objects.all(), "plan__state")
    return {
        "estados.SecretariatPage": states(SecretariatMember.objects.all()) | states_with_a_model(),
        "estados.PlansPage": commitments,
        "estados.CommitmentsPage": commitments,
        "estados.DocumentsPage": states(RecordPage.objects.all()),
        "estados.CoursesPage": states(EventPage.objects.filter(kind__in=KINDS)),
    }


def _join(teams: dict[str, Team]) -> None:
    """Put the accounts of the demonstration into the groups of their states."""
    users = get_user_model().objects.in_bulk(list(STATE_ACCOUNTS), field_name="username")
    for username, (state, group) in STATE_ACCOUNTS.items():
        if username in users:
            users[username].groups.add(getattr(teams[state], group))


def _body(text: str) -> list[tuple[str, RichText]]:
    return [("text", RichText(to_html(text)))]


def _publish(parent: Page, page: Any, *, user: Any = None) -> Any:
    parent.refresh_from_db()
    page.locale = parent.locale
    parent.add_child(instance=page)
    page.save_revision(user=user).publish(user=user)
    page.refresh_from_db()
    return page
