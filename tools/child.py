"""A command-line tool as a child of one of ours: `python -P tools/child.py dbt build`.

It ends with its parent, so that a killed run leaves nobody writing. And it runs without Python's
garbage collector: dbt and sqlfluff keep what they parse until they end, looking for garbage in it
takes a seventh of a run and finds none. Of what dbt tells for debugging, its log keeps the SQL;
where nobody keeps a log (DBT_LOG_LEVEL_FILE=none), nothing is written for it either. And tables are
looked up by their names.
"""

from __future__ import annotations

import gc
import os
import sys
import threading
import time
from importlib.metadata import entry_points
from typing import Any

# What a failed node is looked into with: its statements, and what macros log.
TELLING = frozenset({"SQLQuery", "JinjaLogDebug"})


def end_with(parent: int) -> None:
    """End this process at once when it is no longer the child of process `parent`."""
    while os.getppid() == parent:
        time.sleep(0.1)
    os._exit(1)


def drop_debug_events(kept: frozenset[str] = frozenset()) -> None:
    """Let dbt make no events of level debug: they take a tenth of a run, and none of them is shown.

    To be called before anything of dbt is loaded, whose modules take `fire_event` by name.

    Args:
        kept: names of the events that are made nevertheless.
    """
    from dbt_common.events import functions
    from dbt_common.events.base_types import EventLevel

    fire_event = functions.fire_event

    def fire_kept(event: Any, level: Any = None, *arguments: Any, **named: Any) -> None:
        is_debug = (level or event.level_tag()) is EventLevel.DEBUG
        if not is_debug or type(event).__name__ in kept:
            fire_event(event, level, *arguments, **named)

    functions.fire_event = fire_kept


def match_by_name_first() -> None:
    """Let dbt look a table up among those of its name: it compares all tables, part by part."""
    from dbt.adapters.base import BaseAdapter

    make_match = BaseAdapter._make_match

    def match(
        adapter: Any, relations: list[Any], database: str, schema: str, identifier: str
    ) -> list[Any]:
        name = identifier.lower()
        likely = [relation for relation in relations if relation.identifier.lower() == name]
        return make_match(adapter, likely, database, schema, identifier)

    BaseAdapter._make_match = match


def main() -> object:
    """Call the tool that the first argument names with the arguments after it; its exit status."""
    threading.Thread(target=end_with, args=[os.getppid()], daemon=True).start()
    del sys.argv[0]
    if sys.argv[0] == "dbt":
        is_logged = os.environ.get("DBT_LOG_LEVEL_FILE") != "none"
        drop_debug_events(TELLING if is_logged else frozenset())
        match_by_name_first()
    (tool,) = entry_points(group="console_scripts", name=sys.argv[0])
    gc.disable()
    return tool.load()()


if __name__ == "__main__":
    sys.exit(main())
