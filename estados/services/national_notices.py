"""What the address of the national board asks for and cannot be shown, in a sentence each: nothing is dropped in silence."""

from collections.abc import Collection, Mapping

from django.utils.translation import gettext as _

from estados.enums import Group, Step

LONGEST = 50  # letters of a value that is quoted


def notices(params: Mapping[str, str], cuts: Collection[str], *, today: str) -> list[str]:
    """`cuts`: the slugs there are; `today`: the word of the address for today. Never raises."""

    def value(name: str) -> str:
        return params.get(name, "").replace("\x00", "").strip()[:LONGEST]

    cut, against, found = value("corte"), value("contra"), []
    if cut and cut != today and cut not in cuts:
        found.append(_("No hay un corte «%(asked)s». Le mostramos lo que se sabe hoy.") % {"asked": cut})
    elif against and against not in cuts:
        found.append(_("No hay un corte «%(asked)s» con el cual comparar.") % {"asked": against})
    elif against and against == cut:
        found.append(_("Para comparar, elija dos cortes distintos en «Comparar dos momentos»."))
    elif against and cut in ("", today):
        found.append(_("Lo de hoy no se compara con un corte; elija dos cortes en «Comparar dos momentos»."))
    known = {"paso": (_("Paso"), {str(int(step)) for step in Step}), "grupo": (_("Grupo"), set(Group.values))}
    for name, (label, values) in known.items():
        if (asked := value(name)) and asked not in values:
            found.append(
                _("«%(value)s» no es un valor de %(label)s; se muestra el tablero sin ese filtro.")
                % {"value": asked, "label": label}
            )
    return found
