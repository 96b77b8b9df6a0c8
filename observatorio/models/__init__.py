from .citizen_reports import PUBLISHED, CitizenReport, CitizenReportKind, CitizenReportState
from .inspections import Access, Inspection, InspectionPhoto, Occupancy, RiskLevel, Threat
from .interventions import Intervention, InterventionDocument, InterventionState
from .monument import Monument
from .monument_parts import Citation, Fabric, FieldRestriction, MonumentRecord, Phase, Photo, Protection
from .pages import ObservatoryPage
from .pages_museums import Museum, MuseumsPage
from .pages_progress import ProgressPage
from .pages_sections import LibraryPage, OpenDataPage, OtherPage, RegulationsPage
from .sites import HeritageSite, Institution, SiteKind
from .sources import SourceRecord
from .terms import (
    AT_RISK,
    Certainty,
    Classification,
    Condition,
    HeritageZone,
    Ownership,
    ProtectionKind,
    PublicityLevel,
    StreetType,
    UseCategory,
)  # fmt: skip

__all__ = [
    "AT_RISK", "PUBLISHED", "Access", "Certainty", "Citation", "CitizenReport", "CitizenReportKind",
    "CitizenReportState", "Classification", "Condition", "Fabric",
    "FieldRestriction", "HeritageSite", "HeritageZone", "Inspection", "InspectionPhoto", "Institution",
    "Intervention", "InterventionDocument", "InterventionState", "LibraryPage",
    "Monument", "MonumentRecord", "Museum", "MuseumsPage", "ObservatoryPage", "Occupancy", "OpenDataPage",
    "OtherPage", "Ownership", "Phase", "Photo", "ProgressPage", "Protection", "ProtectionKind", "PublicityLevel",
    "RegulationsPage", "RiskLevel", "SiteKind", "SourceRecord", "StreetType", "Threat", "UseCategory",
]  # fmt: skip
