"""The reader: `<record>/pagina/<n>/` for the main file, `<record>/archivo/<file>/pagina/<n>/` for the others."""

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.utils.cache import patch_cache_control
from django.utils.translation import gettext as _

from documents.enums import IngestState
from documents.models import RecordFile, RecordPage
from documents.services.access import readable_files
from documents.services.reader import ReaderPage
from documents.services.reading import main_file

NUMBER_DIGITS = 6


def reader(request: HttpRequest, page: RecordPage, file_id: int | None, number: int) -> HttpResponse:
    """Page `number` of a file of the record, with `?q=` (words to find), `?vista=` and `?zoom=`; `?ir=` jumps."""
    allowed = readable_files(request, page)
    items = [
        item
        for item in page.record_files.select_related("file__current", "file__collection")
        if item.file_id in allowed and item.file.current
    ]
    main = main_file(items)
    item = main if file_id is None else next((item for item in items if item.file_id == file_id), None)
    if item is None:
        if file_id is None and items:
            return _nothing_to_read(request, page, items[0])
        raise Http404(_("Este registro no tiene un archivo que se pueda leer en línea."))
    if not item.file.current.page_count:
        return _nothing_to_read(request, page, item)

    shown = ReaderPage(page, item, number, main_file_id=main.file_id if main else None, request=request)
    if (jump := _jump(request.GET.get("ir", ""), shown.total)) is not None:
        return HttpResponseRedirect(shown.address(jump))
    if not 1 <= number <= shown.total:
        context = {"page": page, "reader": shown, "number": number}
        return TemplateResponse(request, "documents/reader_no_page.html", context, status=404)
    response = TemplateResponse(request, "documents/reader.html", {"page": page, "reader": shown})
    patch_cache_control(response, no_cache=True)
    return response


def _jump(text: str, total: int) -> int | None:
    """The page that somebody typed, within the document; None when there is no number in it."""
    digits = "".join(character for character in text[:50] if character in "0123456789")[:NUMBER_DIGITS]
    return min(max(int(digits), 1), total) if digits else None


def _nothing_to_read(request: HttpRequest, page: RecordPage, item: RecordFile) -> HttpResponse:
    """A file without pages: still being read, or refused."""
    context = {
        "page": page,
        "item": item,
        "version": item.file.current,
        "is_refused": item.file.current.state == IngestState.REFUSED,
    }
    response = TemplateResponse(request, "documents/reader_nothing.html", context)
    patch_cache_control(response, no_cache=True)
    return response
