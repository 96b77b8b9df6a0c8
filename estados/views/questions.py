"""Citizens ask about a commitment, see what became of it, and read what others asked."""

from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from acervo.base.publicity import public
from acervo.contact.models import ContactPage
from estados.models import Commitment, CommitmentsPage, StatePage, slug_of
from estados.services import answer_times
from estados.services import questions as service

from .breadcrumbs import key_of, place, section_of, state_page_of
from .question_form import QuestionForm

PER_PAGE = 20


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def ask(request: HttpRequest, state: str, code: str) -> HttpResponse:
    """The form; a good answer leads to its receipt, so that reloading asks nothing twice."""
    commitment = _commitment(state, code)
    form = QuestionForm(request.POST if request.method == "POST" else None, request=request)
    if request.method == "POST" and form.is_valid():
        made = service.ask(commitment, form.save(commit=False), language=get_language() or "")
        return redirect("states:receipt", state, commitment.code, made.receipt)
    state_page = state_page_of(commitment.plan.state)
    context = {
        "commitment": commitment,
        "form": form,
        "contact": public(ContactPage.objects.child_of(state_page)).first(),
        "office": service.office_of(commitment),
        **_place(request, commitment, state_page, _("Preguntar")),
    }
    return render(request, "estados/questions/ask.html", context, status=422 if form.errors else 200)


@never_cache
@require_safe
def receipt(request: HttpRequest, state: str, code: str, receipt: str) -> HttpResponse:
    """What became of a question, for whoever has its receipt."""
    commitment = _commitment(state, code)
    question = service.of_receipt(commitment, receipt)
    if question is None:
        raise Http404(_("Este acuse no existe."))
    context = {
        "commitment": commitment,
        "question": question,
        **_place(request, commitment, state_page_of(commitment.plan.state), _("Acuse")),
    }
    return render(request, "estados/questions/receipt.html", context)


@require_safe
def of_commitment(request: HttpRequest, state: str, code: str) -> HttpResponse:
    """Everything that was asked about a commitment, newest first."""
    commitment = _commitment(state, code)
    questions = service.public_questions(commitment)
    context = {
        "commitment": commitment,
        "page_obj": _page(request, questions),
        "times": answer_times.times_of(questions, commitment.plan.state),
        **_place(request, commitment, state_page_of(commitment.plan.state), _("Preguntas y comentarios")),
    }
    return render(request, "estados/questions/list.html", context)


@require_safe
def one(request: HttpRequest, state: str, code: str, number: int) -> HttpResponse:
    """The lasting address of a question: it leads to its place in the list, on whichever page that is today."""
    commitment = _commitment(state, code)
    questions = service.public_questions(commitment)
    question = get_object_or_404(questions, pk=number)
    newer = questions.filter(created_at__gt=question.created_at).count()
    newer += questions.filter(created_at=question.created_at, pk__gt=question.pk).count()
    page = newer // PER_PAGE + 1
    return redirect(f"{list_address(commitment)}{f'?page={page}' if page > 1 else ''}#pregunta-{question.pk}")


@require_safe
def of_state(request: HttpRequest, state: str) -> HttpResponse:
    """What was asked about all the commitments of a state, and how long each took to answer."""
    key = key_of(state)
    state_page = state_page_of(key)
    questions = service.public_questions(state=key)
    context = {
        "page_obj": _page(request, questions.select_related("commitment__plan")),
        "times": answer_times.times_of(questions, key),
        "rows": answer_times.by_commitment(questions, key),
        "state_slug": state,
        **place(request, state_page, section_of(state_page, CommitmentsPage), (_("Preguntas y comentarios"), "")),
    }
    return render(request, "estados/questions/state.html", context)


def list_address(commitment: Commitment) -> str:
    return reverse("states:questions", args=[slug_of(commitment.plan.state), commitment.code])


def _commitment(state: str, code: str) -> Commitment:
    """The public commitment of that state; Http404 without one."""
    found = public(Commitment.objects.filter(code=code[:30], plan__state=key_of(state)))
    return get_object_or_404(found.select_related("plan", "lead"))


def _page(request: HttpRequest, questions: Any) -> Any:
    return Paginator(questions, PER_PAGE).get_page(request.GET.get("page"))


def _place(request: HttpRequest, commitment: Commitment, state_page: StatePage, title: str) -> dict[str, Any]:
    steps = ((commitment.title, commitment.get_absolute_url()), (title, ""))
    return place(request, state_page, section_of(state_page, CommitmentsPage), *steps)
