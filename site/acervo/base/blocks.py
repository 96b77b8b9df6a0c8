"""The StreamField blocks that every app may use in running text."""

from django.utils.translation import gettext_lazy as _
from wagtail.blocks import CharBlock, ListBlock, RichTextBlock, StructBlock, TextBlock
from wagtail.contrib.table_block.blocks import TableBlock
from wagtail.images.blocks import ImageBlock


class FigureBlock(StructBlock):
    """An image with its caption; the alternative text is asked for with the image."""

    image = ImageBlock(label=_("Imagen"))
    caption = CharBlock(label=_("Pie"), required=False)

    class Meta:
        icon = "image"
        label = _("Imagen")
        description = _("Una imagen con su pie y su texto alternativo.")
        template = "blocks/figure.html"


class NoteBlock(StructBlock):
    """A short notice set apart from the text."""

    title = CharBlock(label=_("Título"), required=False)
    text = TextBlock(label=_("Texto"))

    class Meta:
        icon = "info-circle"
        label = _("Aviso")
        description = _("Un aviso breve, aparte del texto.")
        template = "blocks/note.html"
        preview_value = {"title": "Horario de atención", "text": "De lunes a viernes, de 9 a 15 horas."}


class QuestionBlock(StructBlock):
    """A question and its answer."""

    question = CharBlock(label=_("Pregunta"))
    answer = RichTextBlock(label=_("Respuesta"))


BODY_BLOCKS = [
    (
        "text",
        RichTextBlock(
            label=_("Texto"),
            features=["h2", "h3", "h4", "bold", "italic", "ol", "ul", "link", "blockquote"],
            icon="pilcrow",
            description=_("Párrafos, títulos, listas y enlaces."),
            preview_value="<h2>Un título</h2><p>Un párrafo de texto corrido.</p>",
            template="blocks/text.html",
        ),
    ),
    ("figure", FigureBlock()),
    ("note", NoteBlock()),
    (
        "table",
        TableBlock(
            label=_("Tabla"),
            icon="table",
            description=_("Una tabla con encabezados y título."),
            template="blocks/table.html",
        ),
    ),
    (
        "questions",
        ListBlock(
            QuestionBlock(),
            label=_("Preguntas frecuentes"),
            icon="help",
            description=_("Preguntas con su respuesta, plegadas."),
            template="blocks/questions.html",
        ),
    ),
]
