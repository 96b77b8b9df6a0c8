"""The inventory in the public API; the composition root (`acervo.api`) mounts `router`."""

from ninja import Router

router = Router(tags=["Inmuebles"])
