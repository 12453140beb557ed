import zipfile, sys, tempfile
p = tempfile.mkdtemp() + "/lib.zip"
with zipfile.ZipFile(p, "w") as z: z.writestr("zmod.py", "def hi(): return 'from zip'\n")
sys.path.insert(0, p); import zmod; print(zmod.hi(), zmod.__loader__.__class__.__name__)
