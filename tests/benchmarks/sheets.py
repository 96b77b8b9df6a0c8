"""Sheets of generated monuments for the measurements: as many rows as asked for, no two alike, cells like real ones."""

import csv
import random
from pathlib import Path

HEADERS = [
    "numero_inventario",
    "nombre",
    "otros_nombres",
    "clasificacion",
    "uso_original",
    "uso_actual",
    "siglo",
    "anio_inicio",
    "anio_fin",
    "vialidad",
    "numero",
    "colonia",
    "localidad",
    "municipio",
    "entidad",
    "latitud",
    "longitud",
    "sitio_unesco",
    "proteccion",
    "instancia",
    "estado_conservacion",
    "fuente_url",
    "fuente_titulo",
]
KINDS = [
    ("Arquitectura religiosa", "Templo", "Templo"),
    ("Arquitectura doméstica", "Casa habitación", "Oficinas"),
    ("Arquitectura civil", "Colegio", "Museo"),
    ("Arquitectura comercial", "Mercado", "Centro comercial"),
    ("Parques, jardines, plazas, alamedas", "Plaza", "Plaza"),
]
CENTURIES = {16: "XVI", 17: "XVII", 18: "XVIII", 19: "XIX"}
WORDS = [
    "Alameda",
    "Bonifacio",
    "Calderón",
    "Dolores",
    "Encarnación",
    "Fátima",
    "Guadalupana",
    "Hidalgo",
    "Independencia",
    "Jiménez",
    "Labrador",
    "Merced",
    "Nazareno",
    "Oratorio",
    "Purísima",
    "Quebradilla",
    "Rosario",
    "Soledad",
    "Trinidad",
    "Vetagrande",
    "Yanguas",
    "Zaragoza",
]
STREETS = ["Avenida Hidalgo", "Calle Tacuba", "Callejón de Rosales", "Plaza de Armas", "Calle Juárez", ""]


def write_sheet(path: Path, rows: int, *, seed: int = 7) -> None:
    """A CSV of `rows` sound rows."""
    chance = random.Random(seed)
    with path.open("w", encoding="utf-8", newline="") as opened:
        writer = csv.writer(opened)
        writer.writerow(HEADERS)
        for number in range(1, rows + 1):
            kind, was, now = chance.choice(KINDS)
            century = chance.choice(list(CENTURIES))
            year = (century - 1) * 100 + chance.randint(1, 90)
            place = chance.choice([("Zacatecas", 22.7709, -102.5833), ("Guadalupe", 22.7468, -102.5188)])
            pair = " ".join(chance.sample(WORDS, 2))
            located = chance.random() < 0.6
            listed = chance.random() < 0.3
            writer.writerow([
                f"JPM-{number:06d}", f"{was} {pair} {number}", f"Antiguo {was.lower()} {pair} {number}" if number % 3 == 0 else "",
                kind, was, now, CENTURIES[century], year, year + chance.randint(1, 9) if number % 2 else "",
                chance.choice(STREETS), chance.randint(1, 900), "Centro", place[0], place[0], "Zacatecas",
                round(place[1] + chance.uniform(-0.02, 0.02), 6) if located else "",
                round(place[2] + chance.uniform(-0.02, 0.02), 6) if located else "",
                "676" if listed else "", "LFMZAAH art. 36|Patrimonio Mundial 676" if listed else "LFMZAAH art. 36",
                "INAH|UNESCO" if listed else "INAH", chance.choice(["Bueno", "Regular", "Malo", ""]),
                f"https://catalogo.ejemplo.mx/ficha/{number}", f"Ficha de catálogo {number}",
            ])  # fmt: skip
