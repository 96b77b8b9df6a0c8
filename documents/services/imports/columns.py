"""The columns of a manifest: which Spanish headers mean which piece of a record's metadata."""

import difflib
from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from acervo.base.text import normal


@dataclass(frozen=True, slots=True)
class Column:
    """One known column. `field` is the attribute of the record, or one of file, collection, shared."""

    field: str
    header: str
    help: Promise
    synonyms: tuple[str, ...] = ()
    sample: str = ""
    required: bool = False


COLUMNS: tuple[Column, ...] = (
    Column("file", "archivo", _("Nombre del archivo, con su carpeta si está dentro de una."),
           ("fichero", "nombre_archivo", "nombre_de_archivo", "nombre_del_archivo", "file", "filename"),
           "ley-de-archivos.pdf", required=True),
    Column("title", "titulo", _("Título del registro."),
           ("nombre", "denominacion", "title"), "Ley de Archivos del Estado", required=True),
    Column("record_type", "tipo", _("Tipo de documento; si no existe se crea."),
           ("tipo_de_documento", "tipo_documento", "clase", "type"), "Ley"),
    Column("issued", "fecha_publicacion", _("Fecha: 2016-12-03, 03/12/2016, 2016-12 o 2016."),
           ("fecha", "fecha_de_publicacion", "fecha_emision", "fecha_de_emision", "date", "issued"), "2016-12-03"),
    Column("themes", "temas", _("Temas separados por punto y coma o por |; los que no existen se crean."),
           ("tema", "materia", "materias", "subject"), "Transparencia y acceso a la información|Municipios"),
    Column("authority", "autoridad", _("Quién lo hizo; si no existe se crea."),
           ("autor", "autora", "emisor", "autoridad_emisora", "creador", "dependencia", "institucion"),
           "Congreso de la Unión"),
    Column("publisher", "publica", _("Quién lo publica, si no es la misma autoridad."),
           ("quien_publica", "editor", "editorial", "publisher")),
    Column("abstract", "resumen", _("Dos o tres frases."), ("descripcion", "sintesis", "abstract"),
           "Ordena los archivos públicos y los plazos para conservarlos."),
    Column("language", "idioma", _("Idioma del contenido: es, en, nah, yua, fr o pt, o su nombre."),
           ("lengua", "language"), "es"),
    Column("state", "entidad", _("Entidad federativa: su nombre o su clave del INEGI; 00 es nacional."),
           ("entidad_federativa", "clave_entidad", "estado"), "Zacatecas"),
    Column("municipality", "municipio", _("Municipio o alcaldía."), ("alcaldia", "demarcacion"), "Guadalupe"),
    Column("identifier", "identificador", _("Clave única del registro en el acervo."),
           ("clave", "folio", "id", "identifier"), "LEY-2016-001"),
    Column("licence", "licencia", _("Licencia, con su nombre o su clave."), ("license",), "texto-oficial"),
    Column("rights_note", "derechos", _("Lo que la licencia no dice."), ("nota_de_derechos",)),
    Column("source_note", "fuente", _("De dónde se tomó; si es una dirección web, se guarda como tal."),
           ("origen", "source"), "Periódico Oficial"),
    Column("source_url", "url_fuente", _("Dirección web de la fuente."),
           ("direccion_de_la_fuente", "direccion_fuente", "url", "enlace", "liga")),
    Column("audiences", "publicos", _("Para quién es, separado por punto y coma o por |."),
           ("publico", "audiencia", "audiencias"), "Ciudadanía"),
    Column("embargo_until", "embargo", _("Fecha antes de la cual no es público."), ("embargado_hasta",)),
    Column("collection", "coleccion", _("Colección, con su nombre o la última parte de su dirección."), ("serie",)),
    Column("shared", "mismo_archivo", _("«sí» cuando el archivo es el mismo, byte por byte, que el de otro registro."),
           ("archivo_compartido",)),
)  # fmt: skip
BY_FIELD = {column.field: column for column in COLUMNS}
#: What our own report adds beside each row; a corrected report is a manifest again.
REPORT_COLUMNS = ("resultado", "motivo", "columna", "direccion")
_BY_HEADER = {name: column for column in COLUMNS for name in (column.header, *column.synonyms)}


def column_for(header: str) -> Column | None:
    """The known column that a header names, or None."""
    return _BY_HEADER.get(normal(header))


def closest(header: str, among: Iterable[str] | None = None) -> str:
    """The known header most like this one, or an empty string when none is near."""
    names = list(_BY_HEADER if among is None else among)
    found = difflib.get_close_matches(normal(header), names, n=1, cutoff=0.75)
    return found[0] if found else ""
