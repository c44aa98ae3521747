"""Runs the vectors: `python -m vectors …` in the folder above, or `python …/tests/vectors …`."""

from __future__ import annotations

import sys
from pathlib import Path

if not __package__:
    # It was called by the path of this folder, which is a package of the one above.
    sys.path[0] = str(Path(__file__).resolve().parent.parent)

from vectors.runner import main

sys.exit(main())
