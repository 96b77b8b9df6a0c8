"""The public inventory, as list, gallery, map, exports and API ask for it: filters, facets, order."""

from .inventory_facets import Facets, FacetValue, facets
from .inventory_filters import KINDS, ORDERS, Filters, apply, ordered

__all__ = ["KINDS", "ORDERS", "FacetValue", "Facets", "Filters", "apply", "facets", "ordered"]
