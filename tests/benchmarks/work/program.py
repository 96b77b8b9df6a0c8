"""What the measured programs share: read the arguments, print the answer."""

import json
import sys
from collections.abc import Callable
from typing import Any


def run(main: Callable[..., dict[str, Any]]) -> None:
    """`main(**arguments)`; its answer is the last line of the output."""
    arguments = json.loads(sys.argv[1]) if len(sys.argv) > 1 else {}
    print(json.dumps(main(**arguments)), flush=True)
