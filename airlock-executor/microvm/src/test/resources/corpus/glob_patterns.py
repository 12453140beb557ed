import glob, os, tempfile
d = tempfile.mkdtemp()
for n in ("a.txt", "b.txt", "c.md", ".hidden", "sub/d.txt", "sub/deep/e.txt"):
    os.makedirs(os.path.dirname(os.path.join(d, n)), exist_ok=True); open(os.path.join(d, n), "w").close()
for pattern in ("*.txt", "[ab].*", "**/*.txt", "?.md", ".*"):
    print(pattern, sorted(glob.glob(pattern, root_dir=d, recursive=True)))
