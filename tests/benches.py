"""The scripts of bench/, which belong to no package, as modules."""

import importlib.util
import sys
from pathlib import Path
from types import ModuleType


def bench(name: str) -> ModuleType:
    """The script bench/NAME.py."""
    path = Path(__file__).parent.parent / "bench" / f"{name}.py"
    spec = importlib.util.spec_from_file_location(name, path)
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module
