"""What the editor's panel asks while somebody writes. Reached through Wagtail's admin, so only by who may enter it."""

from django.http import HttpRequest, JsonResponse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from .measure import measure


@require_POST
def reading(request: HttpRequest) -> JsonResponse:
    """POST `text`: the score, its band in words and the hardest sentences, as JSON; nothing is kept."""
    found = measure(request.POST.get("text", ""))
    if found.score is None or found.band is None:
        summary = _("Escriba al menos unas frases para medir su legibilidad.")
    else:
        words = ngettext("%(count)d palabra", "%(count)d palabras", found.words) % {"count": found.words}
        sentences = ngettext("%(count)d frase", "%(count)d frases", found.sentences) % {"count": found.sentences}
        summary = _("%(score).0f de 100: %(band)s (%(words)s, %(sentences)s).") % {
            "score": min(max(found.score, 0), 100),
            "band": found.band.label,
            "words": words,
            "sentences": sentences,
        }
    hardest = [
        {
            "text": sentence.text,
            "note": ngettext("%(count)d palabra", "%(count)d palabras", sentence.words) % {"count": sentence.words},
        }
        for sentence in found.hardest
    ]
    return JsonResponse({"score": found.score, "summary": summary, "hardest": hardest})
