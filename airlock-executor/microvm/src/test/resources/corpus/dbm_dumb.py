import dbm.dumb, tempfile, os
d = tempfile.mkdtemp()
with dbm.dumb.open(d + "/x", "c") as db: db["k"] = "v"; db[b"n"] = b"1" * 600
with dbm.dumb.open(d + "/x", "r") as db: print(sorted(db.keys()), db["k"], len(db["n"]))
print(sorted(os.listdir(d)))
