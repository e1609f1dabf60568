"""The demo company that an engine and DuckDB are compared on.

`BELLWETHER_TEST_SEED=9` before a command makes another company than the one that CI compares.
"""

from __future__ import annotations

import os

_COMPARED = 3
SEED = int(os.environ.get("BELLWETHER_TEST_SEED", _COMPARED))
# Whether what no row of this company reaches is known; another company may lack more of it.
IS_KNOWN = SEED == _COMPARED
