from .scan_count import ScanCount
from .short_link import ShortLink

__all__ = ["ScanCount", "ShortLink"]
