"""Small files made for the tests, some of them nasty."""

import io
import zipfile
from collections.abc import Sequence
from pathlib import Path

import pikepdf
import reportlab
from PIL import Image, ImageDraw, ImageFont
from reportlab.pdfgen.canvas import Canvas

FONT = Path(reportlab.__file__).parent / "fonts" / "Vera.ttf"  # has the Spanish letters; Pillow's own lacks them
LETTER = (612.0, 792.0)


def pdf(
    path: Path, pages: Sequence[str], *, title: str = "", author: str = "", size: tuple[float, float] = LETTER
) -> Path:
    """One line of text in each line of a page's string."""
    canvas = Canvas(str(path), pagesize=size)
    canvas.setTitle(title)
    canvas.setAuthor(author)
    for text in pages:
        canvas.setFont("Helvetica", 14)
        for index, line in enumerate(text.split("\n")):
            canvas.drawString(72, size[1] - 100 - 22 * index, line)
        canvas.showPage()
    canvas.save()
    return path


def change(path: Path, **keys: object) -> Path:
    """Set keys (Rotate, CropBox …) on every page."""
    with pikepdf.open(path, allow_overwriting_input=True) as document:
        for page in document.pages:
            for key, value in keys.items():
                page.obj[f"/{key}"] = pikepdf.Array(value) if isinstance(value, list) else value
        document.save(path)
    return path


def nested_forms(path: Path, *, breadth: int, depth: int) -> Path:
    """Three pages; the second draws breadth**depth lines through forms that draw forms: endless or huge."""
    pdf(path, ["Primera página", "Segunda página", "Tercera página"])
    with pikepdf.open(path, allow_overwriting_input=True) as document:
        form = document.make_stream(
            b"0 0 m 9 9 l S", Type=pikepdf.Name.XObject, Subtype=pikepdf.Name.Form, BBox=[0, 0, 9, 9]
        )
        for _ in range(depth):
            form = document.make_stream(
                b"/F Do " * breadth,
                Type=pikepdf.Name.XObject,
                Subtype=pikepdf.Name.Form,
                BBox=[0, 0, 9, 9],
                Resources=pikepdf.Dictionary(XObject=pikepdf.Dictionary(F=form)),
            )
        page = document.pages[1]
        page.Resources.XObject = pikepdf.Dictionary(F=form)
        page.contents_add(b" /F Do ")
        document.save(path)
    return path


def scan(path: Path, text: str, *, size: tuple[int, int] = (1700, 2200), mode: str = "L", dpi: int = 200) -> Path:
    """Text as a picture only. The suffix of `path` decides the format."""
    image = Image.new("L", size, 255)
    ImageDraw.Draw(image).multiline_text((150, 200), text, fill=0, font=ImageFont.truetype(FONT, 44), spacing=20)
    image = image.convert(mode)
    if path.suffix == ".pdf":
        image.save(path, resolution=dpi)
    else:
        image.save(path, dpi=(dpi, dpi))
    return path


def zipped(path: Path, members: dict[str, bytes], *, stored: Sequence[str] = ()) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(name, data, zipfile.ZIP_STORED if name in stored else zipfile.ZIP_DEFLATED)
    return path


_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_R = "http://schemas.openxmlformats.org/package/2006/relationships"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def docx(path: Path, body: str, *, title: str = "", prolog: str = "", text_type: str = "") -> Path:
    """A Word file around the given WordprocessingML."""
    main = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
    core = (
        '<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" '
        'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/">'
        f"<dc:title>{title}</dc:title><dc:creator>Secretaría</dc:creator><dc:language>es-MX</dc:language>"
        "<dcterms:created>2020-02-03T10:00:00Z</dcterms:created></cp:coreProperties>"
    )
    types = (
        '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Override PartName="/word/document.xml" ContentType="{text_type or main}"/></Types>'
    )
    rels = (
        f'<Relationships xmlns="{_R}"><Relationship Id="r1" Type="{_OFFICE}/officeDocument" '
        'Target="word/document.xml"/></Relationships>'
    )
    document = f'<?xml version="1.0"?>{prolog}<w:document xmlns:w="{_W}"><w:body>{body}</w:body></w:document>'
    return zipped(
        path,
        {
            "[Content_Types].xml": types.encode(),
            "_rels/.rels": rels.encode(),
            "word/document.xml": document.encode(),
            "docProps/core.xml": core.encode(),
        },
    )


def paragraph(text: str, *, page_break: bool = False) -> str:
    br = '<w:br w:type="page"/>' if page_break else ""
    return f'<w:p><w:r>{br}<w:t xml:space="preserve">{text}</w:t></w:r></w:p>'


def picture(data: bytes) -> Image.Image:
    return Image.open(io.BytesIO(data))
