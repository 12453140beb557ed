#!/usr/bin/env python3
"""Writes python.json, tibet-core.jsonl and ietf.json: what Python's own json and hashlib make of values and tokens.

    python3 provenance/src/test/python/foreign_vectors.py provenance/src/test/resources/foreign

It shares nothing with the code under test. The random numbers have a fixed seed, so that the files stay the same.
"""
import hashlib
import hmac
import json
import random
import struct
import sys
from pathlib import Path

target = Path(sys.argv[1])
chance = random.Random(20260101)

floats = [0.0, -0.0, 1.0, -1.5, 0.1, 0.0001, 0.00001, 1e15, 1e16, 1e17, 123456789012345680.0, 1e22, 1e23, 5e-324,
          1e-323, 2.2250738585072014e-308, 1.7976931348623157e308, 9007199254740993.0, 0.3, 100.0, 1e-4, 9.999e-5]
while len(floats) < 400:
    value = struct.unpack("<d", struct.pack("<Q", chance.getrandbits(64)))[0]
    if value == value and abs(value) != float("inf"):
        floats.append(value)
        floats.append(float("%.*g" % (chance.randint(1, 17), chance.random() * 10 ** chance.randint(-8, 20))))
values = floats + [
    None, True, False, [], {}, 0, -1, 10 ** 30, "", "é", "\u007f", "\u0000\u001f\b\t\n\f\r\"\\/", "\U0001f512", "\u2028",
    {"\U0001f512": 1, "\uff5e": 2, "a": 3, "B": 4, "": 5}, [1, [2, {"b": [], "a": {}}]], {"é": {"ü": ["ß", None]}},
]
cases = [{"json": json.dumps(value, ensure_ascii=False), "dumps": json.dumps(value, sort_keys=True)} for value in values]
(target / "python.json").write_text(json.dumps(cases, indent=0) + "\n")


def sealed(number, parent, key=None, **other):
    token = {
        "token_id": "tibet_202601010000%02d000000_%08x" % (number, number), "action": "code:execute",
        "timestamp": "2026-01-01T00:00:%02d+00:00" % number, "actor": "jis:example:agent",
        "erin": {"b": number, "a": "é\U0001f512", "f": number / 7}, "eraan": ["vm:none"],
        "eromheen": {"posture": "normal_zero_trust"}, "erachter": "run test", "parent_id": parent, "state": "created",
    }
    token.update(other)
    content = json.dumps(token, sort_keys=True, default=str).encode()
    token["content_hash"] = hmac.new(key, content, "sha256").hexdigest() if key else hashlib.sha256(content).hexdigest()
    token["signature"] = ""
    return token


chain = []
for number in range(1, 31):
    chain.append(sealed(number, chain[-1]["token_id"] if chain else None))
(target / "tibet-core.jsonl").write_text("".join(json.dumps(token, default=str) + "\n" for token in chain))

draft = {
    "token_id": "018f0000-0000-7000-8000-000000000001", "version": 1, "type": "action", "timestamp": "2026-01-01T00:00:00Z",
    "actor": "jis:example:agent", "parent_id": None, "parent_hash": None, "erin": {"b": 1, "a": "é\U0001f512\u2028\u007f", "f": 0.5},
    "eraan": ["vm:none"], "eromheen": {"posture": "normal_zero_trust"}, "erachter": "run test", "state": "created",
}
canonical = json.dumps(draft, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
draft["hash"] = "sha256:" + hashlib.sha256(canonical.encode()).hexdigest()
(target / "ietf.json").write_text(json.dumps({"token": draft, "canonical": canonical}, indent=1) + "\n")
