"""sqlfluff as `make lint` runs it: the same findings for about half of the CPU.

    python -m tools.fluff lint --processes 2 models

Its own way with two processes costs 1.6 times one: each parse tree is pickled on its way back, and
each process looks for garbage in trees that live until a file is done. Here the processes begin
once all files are compiled, know what the first one knows, and send findings only. And each of
four rules of layout takes the whole file apart, a quarter of the time of all rules; here it is done
once. tests/e2e/test_lint.py compares what is found.
"""

from __future__ import annotations

import gc
import multiprocessing
import os
import sys
import threading
from collections.abc import Iterator
from typing import Any

from sqlfluff.cli.commands import cli
from sqlfluff.core.linter import runner
from sqlfluff.core.linter.linted_file import LintedFile
from sqlfluff.core.parser.segments.raw import RawSegment
from sqlfluff.utils.reflow.sequence import ReflowSequence

from tools.child import end_with

# Name and linting of each compiled file: what the processes know when they begin.
_compiled: list[tuple[str, Any]] = []
_from_root = ReflowSequence.from_root
_last: tuple[Any, Any, ReflowSequence] | None = None


def lint(place: int) -> Any:
    """What is found in the compiled file at this place; without its tree, which nobody reads."""
    found = runner.ParallelRunner._apply(_compiled[place])
    return found._replace(tree=None) if isinstance(found, LintedFile) else found


class ForkingRunner(runner.MultiProcessRunner):
    """Compiles all files, then lints them in processes that have them already."""

    POOL_TYPE = multiprocessing.get_context("fork").Pool
    _apply = staticmethod(lint)

    def run(self, fnames: list[str], fix: bool) -> Iterator[LintedFile]:
        """The largest files come first, so that the processes end at about the same time."""
        _compiled[:] = super(runner.ParallelRunner, self).iter_partials(fnames, fix=fix)
        _compiled.sort(key=lambda named: -_size(named[1].args[0]))
        yield from super().run(fnames, fix)

    def iter_partials(self, fnames: list[str], fix: bool = False) -> Iterator[Any]:
        """Places in the list in place of the files."""
        yield from range(len(_compiled))


def _size(rendered: Any) -> int:
    return sum(len(variant.templated_str) for variant in rendered.templated_variants)


def from_root(root_segment: Any, config: Any) -> ReflowSequence:
    """ReflowSequence.from_root, once for all rules that ask of the same file."""
    global _last
    if _last is None or _last[0] is not root_segment or _last[1] is not config:
        _last = (root_segment, config, _from_root(root_segment, config))
    known = _last[2]
    return ReflowSequence(
        elements=list(known.elements),
        root_segment=root_segment,
        reflow_config=known.reflow_config,
        depth_map=known.depth_map,
    )


def is_type(self: RawSegment, *seg_type: str) -> bool:
    """RawSegment.is_type, without a set for each of some million questions."""
    given, declared = self.instance_types, self._class_types
    for one in seg_type:  # noqa: SIM110 (any() would cost what this spares)
        if one in declared or one in given:
            return True
    return False


def main() -> object:
    """The command line of sqlfluff."""
    threading.Thread(target=end_with, args=[os.getppid()], daemon=True).start()
    gc.disable()
    ReflowSequence.from_root = staticmethod(from_root)  # type: ignore[method-assign,assignment]
    RawSegment.is_type = is_type  # type: ignore[method-assign]
    runner.MultiProcessRunner = ForkingRunner  # type: ignore[misc]
    return cli()


if __name__ == "__main__":
    sys.exit(main())
