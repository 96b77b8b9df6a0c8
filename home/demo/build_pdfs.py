"""Typeset the PDF files of the demonstration from `sources/` and `content/` into `files/`.

Run it from the root of the repository with the extra `print` installed:
`python -m home.demo.build_pdfs`. The same sources give the same bytes; the built files are committed, so that
loading the demonstration does not need WeasyPrint.
"""

import base64
import io
import logging
import random
import tomllib
from importlib.resources import files as package_files
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.template import Context, Engine

from home.demo.content import FILES, HERE, read_content
from home.demo.markup import to_html

logger = logging.getLogger(__name__)
SOURCES = HERE / "sources"
MONTHS = (
    "enero", "febrero", "marzo", "abril", "mayo", "junio", "julio", "agosto", "septiembre", "octubre", "noviembre",
    "diciembre",
)  # fmt: skip
STATUS = {"done": ("●", "Cumplido"), "under_way": ("◐", "En curso"), "no_information": ("○", "Sin información")}
OFFICIAL_SITES = [
    ("Periódico Oficial de Zacatecas", "https://periodico.zacatecas.gob.mx/"),
    ("Leyes federales vigentes", "https://www.diputados.gob.mx/LeyesBiblio/"),
    ("Diario Oficial de la Federación", "https://www.dof.gob.mx/"),
]
MICROSITE = "https://micrositios.inai.org.mx/gobiernoabierto/?page_id=877"
AGENDA_2030 = "https://www.un.org/sustainabledevelopment/es/"


def main() -> None:
    """Build every file and log its size."""
    logging.basicConfig(format="%(message)s")
    logger.setLevel(logging.INFO)
    if not settings.configured:
        settings.configure(USE_I18N=False)  # only the template engine is used
    FILES.mkdir(exist_ok=True)
    for record in read_content().records:
        for item in record.get("files", []):
            _write(item["path"], _build(record, item))


def _build(record: dict[str, Any], item: dict[str, str]) -> bytes:
    """The bytes of one file of one record. Raises KeyError for a file that nothing here knows how to make."""
    name = item["path"]
    if record["kind"] == "guide":
        return typeset("guide.html", guide_context(record), identifier=name)
    if record["kind"] == "minutes":
        context = minutes_context(record, title=record["title"], lead=spanish_date(record["issued"]))
        return typeset("minutes.html", context, identifier=name)
    if record["kind"] == "gazette":
        return typeset("gazette.html", {"sources": [qr_source(*site) for site in OFFICIAL_SITES]}, identifier=name)
    match record["identifier"]:
        case "AC-CIFRAS-2020":
            return typeset("figures.html", figures_context(), identifier=name)
        case "AC-CUADERNO-2020":
            lead = "Las cinco sesiones de la Comisión, sus acuerdos y lo que se sabe de cada uno"
            context = minutes_context(*sessions(), title=record["title"], lead=lead)
            return typeset("minutes.html", context, identifier=name)
        case "AC-035":
            return scanned(typeset("scan.html", {}, identifier=name))
    raise KeyError(name)


def typeset(template: str, context: dict[str, Any], *, identifier: str) -> bytes:
    """`sources/<template>` filled with `context`, as a tagged PDF/UA-1."""
    from weasyprint import CSS, HTML
    from weasyprint.text.fonts import FontConfiguration

    html = Engine(dirs=[str(SOURCES)]).get_template(template).render(Context(context))
    fonts = FontConfiguration()
    # Typefaces are declared beside the document: their files lie wherever pip put their packages.
    faces = CSS(string=_faces(), font_config=fonts)
    document = HTML(string=html, base_url=str(SOURCES / template))
    return document.write_pdf(
        font_config=fonts, stylesheets=[faces], pdf_variant="pdf/ua-1", pdf_identifier=identifier.encode(),
        optimize_images=True,
    )  # fmt: skip


def guide_context(record: dict[str, Any]) -> dict[str, Any]:
    title, _, rest = record["title"].partition(". ")
    subtitle = rest or "Una primera vuelta por la idea, el método y las pruebas"
    parts = []
    for part in record["parts"]:
        outside = {source["url"] for source in part["sources"] if "url" in source}
        sources = [_margin_source(source, taken=outside) for source in part["sources"]]
        parts.append({"heading": part["heading"], "html": to_html(part["body"]), "sources": sources})
    return {
        "title": title,
        "subtitle": subtitle,
        "author": "Equipo de Acervo",
        "date": spanish_date(record["issued"]),
        "parts": parts,
        "contributors": record["contributors"],
    }


def _margin_source(source: dict[str, str], *, taken: set[str]) -> dict[str, str]:
    """A source of a guide with its QR code.

    One that is a record gets the QR of that record's own public source, if that leads to a page of its own
    (not just to a front page) and the part does not show it already.
    """
    url = source.get("url", "")
    if not url:
        own = read_content().record(source["record"]).get("source_url", "")
        url = own if own not in taken and urlsplit(own).path.strip("/") else ""
    return {**source, **(qr_source(source["label"], url) if url else {})}


def minutes_context(*records: dict[str, Any], title: str, lead: str) -> dict[str, Any]:
    """One session, or several as a booklet."""
    content = read_content()
    full = []
    for record in records:
        agreements = []
        for item in record["agreements"]:
            mark, label = STATUS[item["status"]]
            evidence = content.record(item["evidence"])["title"] if "evidence" in item else ""
            agreements.append({**item, "mark": mark, "status_label": label, "evidence_title": evidence})
        full.append({**record, "date": spanish_date(record["issued"]), "agreements": agreements})
    year = [{**other, "date": spanish_date(other["issued"])} for other in sessions()]
    return {"title": title, "lead": lead, "sessions": full, "year": year, "booklet": len(full) > 1}


def sessions() -> list[dict[str, Any]]:
    """The minutes, by date."""
    minutes = [record for record in read_content().records if record["kind"] == "minutes"]
    return sorted(minutes, key=lambda record: record["issued"])


def figures_context() -> dict[str, Any]:
    data = tomllib.loads((SOURCES / "figures.toml").read_text(encoding="utf-8"))
    for chart in data["charts"]:
        for table in chart["tables"]:
            top = max(value for _label, value in table["rows"])
            table["rows"] = [
                {"label": label, "value": value, "width": f"w{round(100 * value / top)}"}
                for label, value in table["rows"]
            ]
    data["sources"] = [
        qr_source("Planes de acción locales (INAI, 2020)", MICROSITE),
        qr_source("Agenda 2030 (Naciones Unidas)", AGENDA_2030),
    ]
    return data


def qr_source(label: str, url: str) -> dict[str, str]:
    """A source with its QR code as an SVG image: correction M and a quiet zone of four modules, right at 2 cm."""
    import qrcode
    from qrcode.image.svg import SvgPathImage

    code = qrcode.QRCode(error_correction=qrcode.constants.ERROR_CORRECT_M, border=4)
    code.add_data(url)
    image = io.BytesIO()
    code.make_image(image_factory=SvgPathImage).save(image)
    data = base64.b64encode(image.getvalue()).decode()
    short = url.removeprefix("https://").removeprefix("www.").rstrip("/")
    return {"label": label, "url": url, "short": short, "qr": f"data:image/svg+xml;base64,{data}"}


def scanned(pdf: bytes) -> bytes:
    """The first page as an office scanner would leave it: grey, a little askew, with dust, and no text at all."""
    import pypdfium2
    from PIL import Image, ImageChops, ImageFilter

    with pypdfium2.PdfDocument(pdf) as document:
        sheet = document[0].render(scale=150 / 72).to_pil().convert("L")
    sheet = sheet.rotate(0.6, resample=Image.Resampling.BICUBIC, fillcolor=250).filter(ImageFilter.GaussianBlur(0.5))
    dust = random.Random(2020)  # noqa: S311
    speckle = Image.new("L", sheet.size, 255)
    for _ in range(260):
        speckle.putpixel((dust.randrange(sheet.width), dust.randrange(sheet.height)), dust.randrange(90, 200))
    sheet = ImageChops.darker(sheet.point(lambda value: int(14 + value * 0.93)), speckle)
    jpeg = io.BytesIO()
    sheet.save(jpeg, "JPEG", quality=58, optimize=True)
    return _image_pdf(jpeg.getvalue(), width=sheet.width, height=sheet.height)


def _image_pdf(jpeg: bytes, *, width: int, height: int) -> bytes:
    """One letter page that shows `jpeg` and holds nothing else."""
    import pikepdf

    pdf = pikepdf.new()
    page = pdf.add_blank_page(page_size=(612, 792))
    image = pikepdf.Stream(
        pdf, jpeg, Type=pikepdf.Name.XObject, Subtype=pikepdf.Name.Image, Width=width, Height=height,
        ColorSpace=pikepdf.Name.DeviceGray, BitsPerComponent=8, Filter=pikepdf.Name.DCTDecode,
    )  # fmt: skip
    page.Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(Scan=image))
    page.Contents = pikepdf.Stream(pdf, b"612 0 0 792 0 0 cm /Scan Do")
    pdf.Root.Lang = pikepdf.String("es-MX")
    pdf.docinfo["/Title"] = "Diez recomendaciones (hoja digitalizada)"
    out = io.BytesIO()
    pdf.save(out, deterministic_id=True)
    return out.getvalue()


def spanish_date(iso: str) -> str:
    """`2020-10-20` → `20 de octubre de 2020`."""
    year, month, day = iso.split("-")
    return f"{int(day)} de {MONTHS[int(month) - 1]} de {year}"


def _faces() -> str:
    faces = []
    for family, package, prefix in (
        ("Acervo Serif", "font_source_serif_pro", "SourceSerifPro"),
        ("Acervo Sans", "font_source_sans_pro", "SourceSansPro"),
    ):
        folder = Path(str(package_files(package))) / "files"
        for name, weight, style in (("Regular", 400, "normal"), ("It", 400, "italic"), ("Semibold", 600, "normal")):
            url = (folder / f"{prefix}-{name}.ttf").as_uri()
            face = f'font-family: "{family}"; src: url("{url}"); font-weight: {weight}; font-style: {style};'
            faces.append(f"@font-face {{ {face} }}")
    widths = [f".w{n} {{ width: {n}%; }}" for n in range(101)]
    return "\n".join(faces + widths)


def _write(name: str, data: bytes) -> None:
    (FILES / name).write_bytes(data)
    logger.info("%s  %d KB", name, len(data) // 1024)


if __name__ == "__main__":
    main()
