import tarfile, tempfile, os, io
d = tempfile.mkdtemp(); p = os.path.join(d, "x.tar.gz")
with tarfile.open(p, "w:gz") as t:
    info = tarfile.TarInfo("dir/file.txt"); data = b"content"; info.size = len(data); info.mode = 0o640; t.addfile(info, io.BytesIO(data))
    link = tarfile.TarInfo("dir/link"); link.type = tarfile.SYMTYPE; link.linkname = "file.txt"; t.addfile(link)
with tarfile.open(p) as t:
    print([(m.name, m.size, oct(m.mode), m.isfile(), m.issym()) for m in t.getmembers()])
    t.extractall(d)
print(open(os.path.join(d, "dir/link")).read(), os.readlink(os.path.join(d, "dir/link")), oct(os.stat(os.path.join(d, "dir/file.txt")).st_mode))
