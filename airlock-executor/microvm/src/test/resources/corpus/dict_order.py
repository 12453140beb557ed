d = {"b": 1, "a": 2}; d["c"] = 3; d.pop("b"); d |= {"z": 0, "a": 9}; print(d, list(reversed(d)), d.setdefault("q", []), {**d, "a": 0}, dict(zip("xy", [1, 2])), d.items() & {("z", 0)}, {k: v for k, v in sorted(d.items(), key=str)})
try:
    for k in d: d[k + "x"] = 1
except RuntimeError as e: print(e)
