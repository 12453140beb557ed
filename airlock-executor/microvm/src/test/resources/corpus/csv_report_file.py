import csv, tempfile, statistics
p = tempfile.mkdtemp() + "/d.csv"
with open(p, "w", newline="") as f: w = csv.DictWriter(f, ["name", "score"]); w.writeheader(); w.writerows({"name": n, "score": len(n) * 3} for n in ("ann", "bobby", "cy"))
with open(p, newline="") as f: rows = list(csv.DictReader(f))
print(rows, statistics.mean(int(r["score"]) for r in rows), open(p, "rb").read()[:12])
