#!/usr/bin/python3
# SPDX-FileCopyrightText: 2026 The Millrace authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What `./dev demo` shows: demo.py run|crash MILLRACE LIBRARY FOLDER.

Uses nothing but the command line program, as anybody could. Every figure is read back from it after the work; none is assumed.
"""

import concurrent.futures
import csv
import json
import os
import pathlib
import random
import signal
import subprocess
import sys
import time

DOCUMENTS = 2000
KILLS = 3
LOOKED_AT = 200
STATES = ("completed", "failed", "quarantined", "cancelled", "awaiting_review", "retrying", "processing", "pending")


class Failure(Exception):
    """The demo did not show what it is there to show."""


class Millrace:
    """The program, on one workspace file."""

    def __init__(self, program, workspace):
        self.program = program
        self.workspace = workspace

    def command(self, verb, *arguments):
        return [self.program, verb, "-w", str(self.workspace), *map(str, arguments)]

    def call(self, verb, *arguments, allowed=(0,)):
        """Runs a verb; what it says on stderr is passed on. Gives stdout."""
        done = subprocess.run(self.command(verb, *arguments), stdout=subprocess.PIPE, stdin=subprocess.DEVNULL, check=False)
        if done.returncode not in allowed:
            raise Failure(f"`millrace {verb}` ended with exit code {done.returncode}")
        return done.stdout

    def ask(self, verb, *arguments, allowed=(0,)):
        return json.loads(self.call(verb, *arguments, "--json", allowed=allowed))

    def contexts(self, *arguments):
        rows, after = [], None
        while True:
            page = self.ask("list", "--limit", 1000, *arguments, *(("--after", after) if after else ()))
            rows += page["contexts"]
            after = page.get("next")
            if not after:
                return rows


def fresh(folder, name):
    workspace = folder / name
    for old in folder.glob(name + "*"):
        old.unlink()
    return workspace


def sums(stats):
    """The states as a sum, and whether it adds up."""
    parts = [f"{stats[state]} {state.replace('_', ' ')}" for state in STATES if stats[state]]
    return f"{stats['submitted']} = " + (" + ".join(parts) or "0"), stats["submitted"] == sum(stats[state] for state in STATES)


def show(text=""):
    print(text, flush=True)


def run(program, library, folder):
    started = time.monotonic()
    workspace = fresh(folder, "demo.millrace")
    millrace = Millrace(program, workspace)
    show("Making an example workspace")
    millrace.call("init", "--example")

    broken = sorted(path for path in (library / "broken").iterdir())
    texts = sorted(path for language in ("en", "de", "fr") for path in (library / language).iterdir())
    with open(library / "table.csv", encoding="utf-8", newline="") as table:
        rows = len(list(csv.DictReader(table)))
    show(f"Writing a brief of each document of the library: {len(texts)} chapters in three languages, {rows} rows of a table, and "
         f"{len(broken)} files broken on purpose")
    answer = millrace.ask("submit", "brief", library, allowed=(0, 1))
    millrace.call("work", allowed=(0, 1))
    stats = millrace.ask("stats", "--run", answer["run"])
    refused = [entry for entry in answer["refused"] if "id" not in entry]  # those with an id wait in quarantine
    line, adds_up = sums(stats)
    inputs = len(texts) + rows + len(broken)

    show()
    show(f"  {inputs} inputs = {stats['submitted']} submitted + {len(refused)} refused at the door, each with its reason (above)")
    show(f"  {line}")
    done = millrace.contexts("--status", "completed", "--run", answer["run"])
    show(f"  {len(done)} briefs, written without a model and without a network from the documents' own sentences, in "
         f"{time.monotonic() - started:.1f} s")
    show()
    if inputs != stats["submitted"] + len(refused) or not adds_up or len(done) != stats["completed"]:
        raise Failure("the sums do not add up")
    if not done:
        raise Failure("nothing was completed")
    first = done[0]["id"]
    show("Where to look:")
    show(f"  the workspace      {workspace.resolve()}")
    show(f"  one brief          ./dev cli show -w {workspace} {first}")
    show(f"  how it was made    ./dev cli history -w {workspace} {first}")
    show(f"  the window         ./dev run --workspace {workspace} --pane contexts")


def write_documents(library, path):
    """Two thousand documents out of the library's texts, the same ones each time."""
    texts = []
    for name in sorted(library.glob("*/*.txt")):
        if name.parent.name != "broken":
            texts += [part for part in name.read_text(encoding="utf-8").split("\n\n\n") if len(part) > 40] or [name.read_text("utf-8")]
    paragraphs = [" ".join(part.split()) for text in texts for part in text.split("\n\n") if len(part) > 80]
    with open(path, "w", encoding="utf-8") as out:
        for number in range(DOCUMENTS):
            source = "\n\n".join(paragraphs[(number * 7 + step) % len(paragraphs)] for step in range(6))
            document = {"id": f"ctx_crash_{number:04d}", "type": "article",
                        "data": {"title": f"Document {number}", "keywords": ["package", "system"], "source_text": source}}
            out.write(json.dumps(document, ensure_ascii=False) + "\n")


def kill_while_working(millrace, until):
    """Starts `work` and kills it as soon as `until` documents are completed. Gives how many were then, from the reopened file."""
    worker = subprocess.Popen(millrace.command("work"), stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
                              start_new_session=True)
    while worker.poll() is None:
        asked = subprocess.run(millrace.command("stats", "--json"), capture_output=True, stdin=subprocess.DEVNULL, check=False)
        if asked.returncode == 0 and json.loads(asked.stdout)["completed"] >= until:
            break
        time.sleep(random.uniform(0, 0.02))
    worker.send_signal(signal.SIGKILL)
    if worker.wait() != -signal.SIGKILL:
        raise Failure(f"`millrace work` ended by itself (exit code {worker.returncode}) before it could be killed")
    return millrace.ask("stats")


def finished_steps(transitions):
    """How often each step of a context was finished: rows that end a step carry its edit."""
    counts = {}
    for row in transitions:
        if row.get("edit") is not None and row.get("node"):
            key = (row["node"], row["visit"])
            counts[key] = counts.get(key, 0) + 1
    return counts


def crash(program, library, folder):
    workspace = fresh(folder, "crash.millrace")
    millrace = Millrace(program, workspace)
    inputs = folder / "crash.jsonl"
    write_documents(library, inputs)
    millrace.call("init")
    submitted = millrace.ask("submit", "article", inputs)["ids"]
    show(f"{len(submitted)} documents submitted")

    cut_off = set()
    for kill in range(KILLS):
        low, high = DOCUMENTS * kill // KILLS, DOCUMENTS * (kill + 1) // KILLS
        stats = kill_while_working(millrace, random.randint(low + DOCUMENTS // 50, high - DOCUMENTS // 10))
        line, adds_up = sums(stats)
        show(f"kill -9 number {kill + 1}: {line}")
        if not adds_up:
            raise Failure("the sums do not add up")
        if stats["completed"] >= DOCUMENTS:
            raise Failure("the kill came too late: there was no work left")
        cut_off |= {row["id"] for row in millrace.contexts("--status", "retrying")}

    millrace.call("work")
    stats = millrace.ask("stats")
    check = millrace.ask("check", allowed=(0, 1))
    found = [row["id"] for row in millrace.contexts()]
    lost = set(submitted) - {row["id"] for row in millrace.contexts("--status", "completed")}
    twice = len(found) - len(set(found)) + len(set(found) - set(submitted))

    # A closer look at some, among them those that are known to have been at work at a kill.
    sample = sorted(cut_off | set(random.sample(submitted, min(LOOKED_AT, len(submitted)))))
    with concurrent.futures.ThreadPoolExecutor(os.cpu_count() or 2) as pool:
        histories = list(pool.map(lambda name: millrace.ask("history", name)["transitions"], sample))
    steps = [finished_steps(transitions) for transitions in histories]
    twice += sum(1 for counts in steps if any(count != 1 for count in counts.values()))
    lost |= {name for name, counts in zip(sample, steps) if len(counts) != 3}
    exact = sum(1 for counts in steps if len(counts) == 3 and set(counts.values()) == {1})
    restarted = sum(1 for transitions in histories if len(transitions) != 6)

    line, adds_up = sums(stats)
    show("reopened and worked to the end:")
    show(f"  {line}")
    show(f"  check: {'sound' if check['ok'] else 'DAMAGED'}; {check.get('contexts')} contexts, {check.get('transitions')} transitions "
         f"= {6 * len(submitted)} + {check.get('transitions') - 6 * len(submitted)} of steps that a kill cut off")
    show(f"  {len(sample)} histories read: {exact} finished each of the 3 steps exactly once, {restarted} of them after a step cut off by a kill")
    show(f"  {len(lost)} lost, {twice} twice")
    if lost or twice or not adds_up or not check["ok"] or stats["completed"] != len(submitted) or len(submitted) != DOCUMENTS:
        raise Failure("something was lost, done twice, or does not add up")


def main():
    what, program, library, folder = sys.argv[1:]
    folder = pathlib.Path(folder)
    folder.mkdir(parents=True, exist_ok=True)
    try:
        {"run": run, "crash": crash}[what](program, pathlib.Path(library), folder)
    except Failure as failure:
        sys.exit(f"demo: {failure}")


if __name__ == "__main__":
    main()
