"""What makes an app for each test cheap: work that would be the same for each is done once, or only when needed.

Half of the time of a test that sees a page went into compiling templates and the builders of addresses.
"""

from typing import Any

from jinja2 import BytecodeCache
from jinja2.bccache import Bucket
from werkzeug.routing import Rule


class Compiled(BytecodeCache):
    """Keeps what Jinja compiled in memory; a template that changed is compiled anew, as with any such cache."""

    def __init__(self) -> None:
        self._kept: dict[str, bytes] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        """Give Jinja what was kept."""
        if bucket.key in self._kept:
            bucket.bytecode_from_string(self._kept[bucket.key])

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep what Jinja compiled."""
        self._kept[bucket.key] = bucket.bytecode_to_string()


class LateRule(Rule):
    """Compiles the builder of its address when the first address is built: a test builds few of three hundred."""

    def _compile_builder(self, append_unknown: bool = True) -> Any:
        built: list[Any] = []

        def build(rule: Rule, *values: Any, **named: Any) -> Any:
            if not built:
                built.append(super(LateRule, self)._compile_builder(append_unknown))
            return built[0](rule, *values, **named)

        return build


COMPILED = Compiled()
