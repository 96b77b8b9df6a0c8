# ruff: noqa: SIM905 - lists of words are read as text
"""Spanish pages made up from a seed: the words of laws, spread as in real text (Zipf), with subjects of their own.

Nothing is copied from anywhere. The frequent words stand below; the long tail is built from roots and endings, so that
plurals, accents and derivations meet the stemmer as they do in a law. Each record keeps to some rare words of its own,
as a law does to its subject. `PLANTED` words are put in a known number of records, to check counts against.
"""

import random
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import accumulate

WORDS_A_PAGE = 300
PAGES_A_RECORD = 47.5  # 100,000 pages in 2,105 records

# Frequent first. Of the function words there are about four in ten, as in real Spanish.
FUNCTION = """de la que el en y los a las del se por para con una o su al un lo no como sus este esta es entre sin sobre
cuando así ser son más ante bajo desde hasta según ni si ya también cual donde cada toda todo dicha dicho""".split()
CONTENT = """ley artículo estado federal derecho público información autoridad persona servicio materia acceso general
fracción presente disposición nacional secretaría federación municipio ejecutivo órgano programa recurso procedimiento
acto instituto gobierno término obligación plazo título capítulo sistema comisión consejo documento solicitud resolución
trabajo seguridad social protección dato sujeto transparencia ejercicio cumplimiento responsable función facultad
entidad administración interés salud educación medida actividad forma caso parte efecto reglamento norma constitución
congreso decreto publicación diario oficial periódico tribunal juez sentencia garantía impuesto contribución pago bien
propiedad contrato proveedor obra adquisición licitación archivo expediente registro sesión acta acuerdo integrante voto
elección partido ciudadano ciudadana participación consulta evaluación informe presupuesto cuenta gasto fiscalización
auditoría sanción multa falta delito pena víctima denuncia queja recursos audiencia prueba notificación domicilio
alcaldía ayuntamiento cabildo regidor síndico presidente secretario titular dirección unidad comité subcomité red plan
compromiso indicador meta resultado avance monitoreo testigo observatorio agenda ambiente agua suelo bosque residuo
energía transporte vivienda cultura lengua pueblo comunidad indígena mujer niña niño adolescente joven discapacidad
igualdad género violencia migración trabajador patrón salario sindicato huelga pensión vejez cesantía año día mes
fecha número clave zona territorio límite entidad dependencia organismo fideicomiso empresa productiva banco crédito
seguro fianza moneda comercio industria exportación importación aduana tarifa competencia consumidor precio calidad
ciencia tecnología innovación investigación universidad escuela docente estudiante deporte""".split()
PHRASES = (
    "ley general", "ley orgánica", "diario oficial", "periódico oficial", "servidor público", "sujetos obligados",
    "acceso a la información", "datos personales", "gobierno abierto", "entidades federativas", "interés público",
    "protección de datos", "seguridad social", "días hábiles", "recurso de revisión", "rendición de cuentas",
    "participación ciudadana", "máxima publicidad", "obra pública", "medio ambiente", "poder judicial",
    "congreso de la unión", "contraloría social", "archivo histórico", "consejo nacional", "sistema nacional",
)  # fmt: skip
ROOTS = """administr legisl tribut contrat fiscaliz notific public comunic organiz autoriz certific clasific document
evalu facult garant habilit identific indemniz inform inscrip instal integr interpret investig justific liquid matricul
modific municip negoci normaliz oblig oper particip patrimon planific postul present program proporcion ratific recaud
reclam regul rehabilit represent reserv resguard restaur sancion secretar segment separ simplific solicit supervis
suspend titul traslad tramit transform transit ubic urban util valid veget vigil vincul visit vot zonific agricol
ambient aranc arbitr asegur benef catastr ciudad colect comerci compens concili conced confirm consign conserv consult
cultiv deleg deriv desarroll destin determin domicili ejecut elabor electr emigr energ entidad equip estim export
fabric feder finan foment form fund gener gest grav hered hidr import impugn inciner industr inspecc judic jurisd labor
licit locut manten marc medic minist moder nacion naveg nomin objet pag parlament pension percep permis pesc petrol
policí portuari precis prest previ product promov propon prorrog quebr radic recicl red referend regist remuner renov""".split()
ENDINGS = """ación aciones ador adora adores adoras ado ada ados adas ante antes ativo ativa ativos ativas able ables
amiento amientos ar ará arán ando aría arse ario aria arios arias al ales ismo ista istas idad idades oso osa ico ica
icos icas ivo iva encia encias ible ibles ura uras aje ajes ero era eros""".split()
PREFIXES = ("", "re", "des", "sub", "inter", "pre", "co", "sobre")
# Places: rare words that no plural or derivation joins with another.
PLACES = [
    a + b + c
    for a in "Chima Coyo Tepe Xochi Noche Tlal Mazat Acam Huaux Zaca Tizay Ixta Cuau Otum Papan Zapo".split()
    for b in "ja ma po tzi xi hua lu pa ti co".split()
    for c in "pan tlán tepec cingo huaca yuca calco tenco".split()
]
PLANTED = {"zafirino": 3, "turquesado": 17, "ámbargris": 40}  # word → records that have it, fewer where there are fewer
TYPES = ("ley", "reglamento", "acta", "informe", "decreto", "acuerdo", "manual", "gaceta")
THEMES = ("transparencia", "municipios", "salud", "educacion", "ambiente", "trabajo", "fiscal", "justicia")
COLLECTIONS = ("leyes", "periodico-oficial", "actas", "informes", "materiales")


@dataclass(frozen=True, slots=True)
class Made:
    """One record: what the index shows and filters by. `pages` is how many it has."""

    pk: int
    title: str
    kind: str
    collection: str
    theme: str
    state: str
    year: int
    pages: int


class Corpus:
    """`pages` pages in records of different lengths. The same arguments always give the same texts."""

    def __init__(self, pages: int, *, pages_a_record: float = PAGES_A_RECORD, seed: int = 2016) -> None:
        self.pages = pages
        self._random = random.Random(seed)
        self.tail = _tail(self._random)
        self._common_tail = self.tail[: -len(PLACES)]
        self._words, self._sums = _zipf(self.tail)
        self.records = self._records(max(len(TYPES), round(pages / pages_a_record)))
        self.planted = {word: min(count, len(self.records)) for word, count in PLANTED.items()}

    def _records(self, count: int) -> list[Made]:
        pick = self._random
        sizes = [pick.lognormvariate(0, 0.9) for _ in range(count)]
        spare = self.pages - count
        lengths = [1 + int(size / sum(sizes) * spare) for size in sizes]
        lengths[0] += self.pages - sum(lengths)
        return [
            Made(
                pk=pk,
                title=f"{pick.choice(PHRASES)} de {pick.choice(CONTENT)} y {pick.choice(self.tail)}".capitalize(),
                kind=pick.choice(TYPES),
                collection=pick.choice(COLLECTIONS),
                theme=pick.choice(THEMES),
                state=f"{pick.randrange(33):02d}",
                year=min(2026, 1917 + int(109 * pick.random() ** 0.3)),
                pages=length,
            )
            for pk, length in enumerate(lengths, 1)
        ]

    def texts(self) -> Iterator[tuple[int, int, str]]:
        """(record, page number, text) of every page."""
        pick = self._random
        places = {word: set(pick.sample([r.pk for r in self.records], count)) for word, count in self.planted.items()}
        for record in self.records:
            own = pick.sample(self._common_tail, 60)
            planted = [word for word, records in places.items() if record.pk in records]
            for number in range(1, record.pages + 1):
                words = pick.choices(self._words, cum_weights=self._sums, k=WORDS_A_PAGE - 30)
                words += pick.choices(own, k=14)
                if number == 1:
                    words += planted
                for _ in range(4):
                    words.insert(pick.randrange(len(words)), pick.choice(PHRASES))
                yield record.pk, number, _sentences(words, pick)


def _tail(pick: random.Random) -> list[str]:
    """Some 60,000 rare words, in an order that has nothing to do with how they are built."""
    words = {prefix + root + ending for prefix in PREFIXES for root in ROOTS for ending in ENDINGS}
    tail = sorted(words - set(CONTENT) - set(FUNCTION) - set(PLANTED))
    pick.shuffle(tail)
    return tail + PLACES


def _zipf(tail: list[str]) -> tuple[list[str], list[float]]:
    """All words with the running sums of their weights, 1 ÷ (rank + 2.7), the function words twice that."""
    numbers = [str(number) for number in range(1, 400)]
    words = [*FUNCTION, *CONTENT, *(word for pair in zip(numbers, tail, strict=False) for word in pair), *tail[399:]]
    weights = [(2 if rank < len(FUNCTION) else 1) / (rank + 2.7) for rank in range(len(words))]
    return words, list(accumulate(weights))


def _sentences(words: list[str], pick: random.Random) -> str:
    """The words in sentences of 9 to 26, one a line."""
    parts = []
    at = 0
    while at < len(words):
        end = at + pick.randint(9, 26)
        parts.append(" ".join(words[at:end]).capitalize() + ".")
        at = end
    return "\n".join(parts)
