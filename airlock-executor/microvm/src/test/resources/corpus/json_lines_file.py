import json, tempfile
p = tempfile.mkdtemp() + "/d.jsonl"
with open(p, "w") as f:
    for i in range(5): print(json.dumps({"i": i, "sq": i * i}), file=f)
print([json.loads(line)["sq"] for line in open(p)], json.load(open(p)) if False else "")
