import shelve, tempfile
p = tempfile.mkdtemp() + "/s"
with shelve.open(p) as s: s["a"] = [1, 2]; s["b"] = {"x": None}
with shelve.open(p, writeback=True) as s: s["a"].append(3)
with shelve.open(p) as s: print(sorted(s), s["a"], "z" in s, s.get("b"))
