"""The federal entities of Mexico by their INEGI key (Marco Geoestadístico Nacional), used as a closed vocabulary."""

NATIONAL = "00"

STATES: tuple[tuple[str, str], ...] = (
    (NATIONAL, "Nacional"),
    ("01", "Aguascalientes"),
    ("02", "Baja California"),
    ("03", "Baja California Sur"),
    ("04", "Campeche"),
    ("05", "Coahuila"),
    ("06", "Colima"),
    ("07", "Chiapas"),
    ("08", "Chihuahua"),
    ("09", "Ciudad de México"),
    ("10", "Durango"),
    ("11", "Guanajuato"),
    ("12", "Guerrero"),
    ("13", "Hidalgo"),
    ("14", "Jalisco"),
    ("15", "Estado de México"),
    ("16", "Michoacán"),
    ("17", "Morelos"),
    ("18", "Nayarit"),
    ("19", "Nuevo León"),
    ("20", "Oaxaca"),
    ("21", "Puebla"),
    ("22", "Querétaro"),
    ("23", "Quintana Roo"),
    ("24", "San Luis Potosí"),
    ("25", "Sinaloa"),
    ("26", "Sonora"),
    ("27", "Tabasco"),
    ("28", "Tamaulipas"),
    ("29", "Tlaxcala"),
    ("30", "Veracruz"),
    ("31", "Yucatán"),
    ("32", "Zacatecas"),
)
STATE_NAMES = dict(STATES)

_ABBREVIATIONS = (
    "AGS BCN BCS CAM COA COL CHP CHH CMX DUR GUA GRO HID JAL MEX MIC MOR NAY NLE OAX PUE QUE ROO SLP SIN SON TAB TAM "
    "TLA VER YUC ZAC"
)
#: Abbreviations of the states in three letters, as the keys of our own inventories use them.
STATE_ABBREVIATIONS = dict(zip((key for key, _name in STATES[1:]), _ABBREVIATIONS.split(), strict=True))
