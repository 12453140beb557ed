import zipfile, tempfile, os
p = os.path.join(tempfile.mkdtemp(), "x.zip")
with zipfile.ZipFile(p, "w", zipfile.ZIP_DEFLATED) as z:
    z.writestr("a/b.txt", "hello " * 100); z.writestr("c.bin", bytes(10))
with zipfile.ZipFile(p) as z:
    print(z.namelist(), z.read("a/b.txt")[:11], z.testzip(), z.getinfo("c.bin").file_size)
    z.extractall(os.path.dirname(p))
print(sorted(os.listdir(os.path.dirname(p))), zipfile.is_zipfile(p))
