import gzip, tempfile, os
p = os.path.join(tempfile.mkdtemp(), "x.gz")
with gzip.open(p, "wt", encoding="utf-8") as f: f.write("line\n" * 1000)
with gzip.open(p, "rt") as f: print(sum(1 for _ in f))
print(gzip.decompress(gzip.compress(b"hello", mtime=0)), gzip.compress(b"hello", mtime=0)[:4])
