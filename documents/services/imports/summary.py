"""The summary of an import: what the command prints, as text or as one JSON object."""

from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext


@dataclass(slots=True)
class Summary:
    """`pages` are the pages read in this run, `seconds` its wall time; a trial has no batch and reads no page.

    `unreadable` are files that were kept but not read: `{"row", "file", "reason"}`, the reason a Spanish sentence.
    """

    created: int = 0
    updated: int = 0
    unchanged: int = 0
    refused: list[dict[str, Any]] = field(default_factory=list)
    pages: int = 0
    seconds: float = 0.0
    batch: int | None = None
    warnings: list[str] = field(default_factory=list)
    unreadable: list[dict[str, Any]] = field(default_factory=list)
    dry_run: bool = False
    resumed: bool = False
    interrupted: bool = False

    def as_dict(self) -> dict[str, Any]:
        return {
            "created": self.created,
            "updated": self.updated,
            "unchanged": self.unchanged,
            "refused": self.refused,
            "pages": self.pages,
            "seconds": round(self.seconds, 2),
            "batch": self.batch,
            "warnings": self.warnings,
            "unreadable": self.unreadable,
            "dry_run": self.dry_run,
            "resumed": self.resumed,
            "interrupted": self.interrupted,
        }

    def sentences(self) -> list[str]:
        """What a person reads at the end."""
        lines = [
            _("%(created)d nuevos, %(updated)d cambiados, %(unchanged)d iguales, %(refused)d rechazados.")
            % {
                "created": self.created,
                "updated": self.updated,
                "unchanged": self.unchanged,
                "refused": len(self.refused),
            }
        ]
        if self.unreadable:
            count = len(self.unreadable)
            lines[0] += " " + ngettext(
                "%(count)d archivo se guardó pero no se pudo leer.",
                "%(count)d archivos se guardaron pero no se pudieron leer.",
                count,
            ) % {"count": count}
        if self.dry_run:
            lines.append(_("Fue un ensayo: no se escribió nada."))
            return lines
        if not (self.created or self.updated or self.interrupted):
            lines.append(_("Nada cambió."))
        if self.resumed:
            lines.append(_("Se continuó el lote %(batch)s, que se había interrumpido.") % {"batch": self.batch})
        lines.append(
            ngettext("Se leyó %(pages)d página", "Se leyeron %(pages)d páginas", self.pages) % {"pages": self.pages}
            + _(" en %(seconds).1f s. Lote %(batch)s.") % {"seconds": self.seconds, "batch": self.batch}
        )
        if self.interrupted:
            lines.append(_("La importación se interrumpió. Ejecute de nuevo la misma orden y continuará."))
        return lines
