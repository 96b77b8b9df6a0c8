"""Short links `/q/<code>/`, their QR images and printable labels, and how often they are scanned."""
