"""The measured programs: each runs alone as `python -m tests.benchmarks.work.<name> JSON` and prints one JSON object.

Importing any of them starts Django; the tests never import them, they run them (see `conftest.run`).
"""

import django

django.setup()
