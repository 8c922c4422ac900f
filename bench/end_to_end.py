"""How fast is the whole job? `python bench/end_to_end.py` multiplies the sample articles to 20,000 and runs it on them.

Every copy has numbers, a name and an address of its own, so nothing is cached or found twice. What is measured is what
a user waits for: `posology run` with its temporary Prefect server, all processes of it.
"""

import argparse
import json
import os
import re
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from pathlib import Path

SAMPLES = Path(__file__).parent.parent / "examples" / "articles"
AMOUNT = re.compile(r"\b(\d+)(?= ?(?:mg|mcg|IU|g)\b)")
LOOK_EVERY = 0.5  # seconds between two looks at the memory


def main() -> None:
    """Make the articles, run the job twice, print the figures."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--articles", type=int, default=20_000)
    parser.add_argument("--folder", type=Path, help="where to work; kept afterwards [default: a temporary folder]")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        folder = options.folder or Path(temporary)
        size = multiply(folder / "articles", options.articles)
        print(f"{options.articles:,} articles, {size / 1e6:.1f} MB, {os.cpu_count()} cores")  # noqa: T201
        for label in ("first run", "second run, nothing new"):
            measure(label, folder, options.articles, size)


def multiply(folder: Path, count: int) -> int:
    """Write `count` variations of the samples; give their size in bytes."""
    samples = [(path.name, path.read_text(encoding="utf-8")) for path in sorted(SAMPLES.iterdir())]
    folder.mkdir(parents=True, exist_ok=True)
    size = 0
    for number in range(count):
        name, text = samples[number % len(samples)]
        size += (folder / f"{number:06}-{name}").write_bytes(vary(text, number // len(samples)).encode())
    return size


def vary(text: str, number: int) -> str:
    """Give an article other amounts and addresses."""
    other_amounts = AMOUNT.sub(lambda match: str(int(match[1]) + number % 97), text)
    return other_amounts.replace("https://", f"https://n{number}.")


def measure(label: str, folder: Path, articles: int, size: int) -> None:
    """Run the job and print its figures."""
    command = [sys.executable, "-m", "posology.cli.app", "run", str(folder / "articles"), "--json"]
    began = time.monotonic()
    process = subprocess.Popen([*command, "--home", str(folder / "home")], stdout=subprocess.PIPE)
    peak = [0]
    watcher = threading.Thread(target=watch_memory, args=(process, peak), daemon=True)
    watcher.start()
    printed, _ = process.communicate()
    seconds = time.monotonic() - began
    if process.returncode != 0:
        sys.exit(f"posology run ended with {process.returncode}")
    run = json.loads(printed)["run"]
    print(  # noqa: T201
        f"{label}: {seconds:.1f} s in all, {run['seconds']:.1f} s of them from plan to load: "
        f"{articles / run['seconds']:,.0f} articles/s, {size / 1e6 / run['seconds']:.2f} MB/s, "
        f"{run['records']:,} records; peak memory of all processes {peak[0] / 2**20:,.0f} MiB"
    )


def watch_memory(process: subprocess.Popen[bytes], peak: list[int]) -> None:
    """Keep the highest sum of the processes' memory, in bytes, shared pages counted once (Linux only)."""
    while process.poll() is None:
        peak[0] = max(peak[0], sum(memory_of(pid) for pid in tree(process.pid)))
        time.sleep(LOOK_EVERY)


def tree(root: int) -> Iterator[int]:
    """A process and all that descend from it."""
    yield root
    for task in Path(f"/proc/{root}/task").glob("*/children"):
        try:
            children = task.read_text().split()
        except OSError:
            continue
        for child in children:
            yield from tree(int(child))


def memory_of(pid: int) -> int:
    """Proportional set size of a process in bytes; 0 when it is gone or the system does not tell."""
    try:
        found = re.search(r"^Pss: +(\d+) kB", Path(f"/proc/{pid}/smaps_rollup").read_text(), re.MULTILINE)
    except OSError:
        return 0
    return int(found[1]) * 1024 if found else 0


if __name__ == "__main__":
    main()
