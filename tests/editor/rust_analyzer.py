#!/usr/bin/env python3
"""Drives rust-analyzer over LSP: a finding of `check.overrideCommand` comes in at its place, its quick fix is applied,
and the finding goes.

    tests/editor/rust_analyzer.py [RUST_ANALYZER [CARGO_PRIVACY_LINT]]

Defaults: `rust-analyzer` of the PATH (`cargo install ra_ap_rust-analyzer` builds one), `target/debug/cargo-privacy-lint`.
Exit codes: 0 all is as it should be, 1 it is not, 77 there is no rust-analyzer. Python's standard library only.
"""

import json
import os
import queue
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path

HERE = Path(__file__).resolve().parents[2]
PATIENCE = 120  # seconds for any one answer

POLICY = """version = 1
lints = { unused_declaration = "allow", incomplete_annotation = "allow" }

[purposes.accounts]
title = "Accounts"
internal = "test"

[categories.contact-data]
title = "Contact data"
covers = ["user.contact", "user.name"]
internal = "test"
"""

# Not every column is a byte or a UTF-16 unit.
SOURCE = """//! The example.

/// 🦀 A reader.
pub struct Reader {
    /* ÄÖ🦀 */ pub email: String, // PRIVACY: contact-dta for accounts
}

pub struct Guest { // PRIVACY: contact-data for accounts
    pub first_name: String,
}
"""

FIXED = """//! The example.

/// 🦀 A reader.
pub struct Reader {
    /* ÄÖ🦀 */ pub email: String, // PRIVACY: contact-data for accounts
}

// PRIVACY: contact-data for accounts
pub struct Guest {
    pub first_name: String,
}
"""


class Server:
    """rust-analyzer, with its messages in a queue."""

    def __init__(self, program, root):
        self.process = subprocess.Popen([program], cwd=root, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
        self.messages = queue.Queue()
        self.diagnostics = {}
        self.quiescent = False
        self.number = 0
        threading.Thread(target=self.listen, daemon=True).start()

    def listen(self):
        stream = self.process.stdout
        while True:
            length = None
            for line in iter(stream.readline, b""):
                if line == b"\r\n":
                    break
                name, _, value = line.partition(b":")
                if name.lower() == b"content-length":
                    length = int(value)
            if length is None:
                self.messages.put(None)
                return
            self.messages.put(json.loads(stream.read(length)))

    def send(self, message):
        body = json.dumps({"jsonrpc": "2.0", **message}).encode()
        self.process.stdin.write(b"Content-Length: %d\r\n\r\n" % len(body) + body)
        self.process.stdin.flush()

    def notify(self, method, params):
        self.send({"method": method, "params": params})

    def ask(self, method, params):
        self.number += 1
        number = self.number
        self.send({"id": number, "method": method, "params": params})
        answers = []
        self.wait(lambda message: message.get("id") == number and "method" not in message and answers.append(message) is None, method)
        if "error" in answers[0]:
            raise SystemExit(f"{method}: {answers[0]['error']}")
        return answers[0].get("result")

    def wait(self, done, what):
        """Handles messages until one of them, or the state that they lead to, is what is waited for."""
        end = time.monotonic() + PATIENCE
        while True:
            try:
                message = self.messages.get(timeout=max(0.01, end - time.monotonic()))
            except queue.Empty:
                raise SystemExit(f"FAILED: no {what} within {PATIENCE} s; diagnostics: {self.diagnostics}")
            if message is None:
                raise SystemExit(f"FAILED: rust-analyzer ended while waiting for {what}")
            self.handle(message)
            if done(message):
                return

    def handle(self, message):
        method, params = message.get("method"), message.get("params")
        if method == "textDocument/publishDiagnostics":
            self.diagnostics[params["uri"]] = params["diagnostics"]
        elif method == "experimental/serverStatus":
            self.quiescent = params["quiescent"]
        elif method == "workspace/configuration":
            self.send({"id": message["id"], "result": [None for _ in params["items"]]})
        elif method and "id" in message:
            self.send({"id": message["id"], "result": None})


def offset(text, position):
    """The character of an LSP position, which counts in UTF-16."""
    lines = text.splitlines(keepends=True)
    before = sum(len(line) for line in lines[: position["line"]])
    units = 0
    for at, c in enumerate(lines[position["line"]] if position["line"] < len(lines) else ""):
        if units >= position["character"]:
            return before + at
        units += 2 if ord(c) > 0xFFFF else 1
    return before + (len(lines[position["line"]]) if position["line"] < len(lines) else 0)


def covered(text, rng):
    return text[offset(text, rng["start"]) : offset(text, rng["end"])]


def edits_of(action, uri):
    edit = action.get("edit") or {}
    found = list((edit.get("changes") or {}).get(uri, []))
    for change in edit.get("documentChanges") or []:
        if change.get("textDocument", {}).get("uri") == uri:
            found += change["edits"]
    return found


def applied(text, edits):
    for edit in sorted(edits, key=lambda edit: offset(text, edit["range"]["start"]), reverse=True):
        start, end = offset(text, edit["range"]["start"]), offset(text, edit["range"]["end"])
        text = text[:start] + edit["newText"] + text[end:]
    return text


def expect(truth, what):
    print(("ok      " if truth else "FAILED  ") + what, flush=True)
    if not truth:
        raise SystemExit(1)


def main():
    program = sys.argv[1] if len(sys.argv) > 1 else "rust-analyzer"
    lint = Path(sys.argv[2] if len(sys.argv) > 2 else HERE / "target/debug/cargo-privacy-lint").resolve()
    try:
        version = subprocess.run([program, "--version"], capture_output=True, text=True)
    except OSError as error:
        print(f"there is no rust-analyzer: {error}")
        return 77
    if version.returncode != 0:
        print(f"there is no rust-analyzer: {version.stderr.strip()}")
        return 77
    print(f"{version.stdout.strip()}, {lint.name}")
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder).resolve()
        (root / "src").mkdir()
        (root / "Cargo.toml").write_text('[package]\nname = "app"\nversion = "0.1.0"\nedition = "2021"\n')
        (root / "policy.toml").write_text(POLICY)
        source = root / "src/lib.rs"
        source.write_text(SOURCE)
        run(Server(program, root), root, source, lint)
    return 0


def run(server, root, source, lint):
    uri = source.as_uri()
    server.ask("initialize", {
        "processId": os.getpid(),
        "rootUri": root.as_uri(),
        "workspaceFolders": [{"uri": root.as_uri(), "name": "app"}],
        "capabilities": {
            "textDocument": {
                "publishDiagnostics": {"relatedInformation": True, "dataSupport": True},
                "codeAction": {
                    "codeActionLiteralSupport": {"codeActionKind": {"valueSet": ["", "quickfix"]}},
                    "resolveSupport": {"properties": ["edit"]},
                    "dataSupport": True,
                },
                "synchronization": {"didSave": True},
            },
            "workspace": {"workspaceEdit": {"documentChanges": True}, "configuration": True},
            "experimental": {"serverStatusNotification": True},
        },
        "initializationOptions": {
            "checkOnSave": True,
            "check": {"overrideCommand": [str(lint), "check", "--format", "cargo-json", "--today", "2026-11-22"]},
            "cargo": {"sysroot": None, "buildScripts": {"enable": False}},
            "procMacro": {"enable": False},
            "cachePriming": {"enable": False},
        },
    })
    server.notify("initialized", {})
    document = {"uri": uri, "languageId": "rust", "version": 1, "text": SOURCE}
    server.notify("textDocument/didOpen", {"textDocument": document})
    server.wait(lambda _: server.quiescent, "loaded workspace")
    expect(True, "rust-analyzer has loaded the package")

    def ours():
        return [one for one in server.diagnostics.get(uri, []) if one.get("source") == "privacy"]

    text, version = SOURCE, 1
    for code, place, line in [("undeclared_category", "contact-dta", 4), ("dangling_annotation", "contact-data for accounts", 7)]:
        server.notify("textDocument/didSave", {"textDocument": {"uri": uri}})
        found = lambda _: [one for one in ours() if one["code"] == code]
        server.wait(found, f"finding {code}")
        finding = found(None)[0]
        at = finding["range"]["start"]
        expect(at["line"] == line and covered(text, finding["range"]) == place, f"privacy({code}) at {line + 1}:{at['character'] + 1}, on `{place}`")
        actions = server.ask("textDocument/codeAction", {
            "textDocument": {"uri": uri},
            "range": finding["range"],
            "context": {"diagnostics": [finding], "only": ["quickfix"]},
        })
        fixes = [action if action.get("edit") else server.ask("codeAction/resolve", action) for action in actions or []]
        fixes = [action for action in fixes if edits_of(action, uri)]
        expect(fixes, f"a quick fix: {fixes[0]['title'] if fixes else [action.get('title') for action in actions or []]}")
        text = applied(text, edits_of(fixes[0], uri))
        version += 1
        source.write_text(text)
        changed = {"uri": uri, "version": version}
        server.notify("textDocument/didChange", {"textDocument": changed, "contentChanges": [{"text": text}]})
        server.notify("textDocument/didSave", {"textDocument": {"uri": uri}})
        server.wait(lambda _: not found(None), f"end of {code}")
        expect(True, f"applied and saved: {code} is gone")
    expect(text == FIXED, "the text is as expected")
    expect(not ours(), "no finding is left")
    server.ask("shutdown", None)
    server.notify("exit", None)
    server.process.wait(timeout=20)


if __name__ == "__main__":
    sys.exit(main())
