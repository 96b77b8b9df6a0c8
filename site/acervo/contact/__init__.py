"""A contact page that any part of the site may have, and what people write there. Knows no other part."""
