import os, tempfile
d = tempfile.mkdtemp(); f = d + "/f"; open(f, "w").write("data")
os.symlink("f", d + "/s"); os.link(f, d + "/h"); os.symlink("nowhere", d + "/broken"); os.symlink("loop", d + "/loop")
print(os.readlink(d + "/s"), os.path.islink(d + "/s"), os.stat(f).st_nlink, os.path.samefile(f, d + "/h"), os.path.exists(d + "/broken"), os.path.lexists(d + "/broken"))
os.unlink(f); print(open(d + "/h").read(), os.stat(d + "/h").st_nlink, os.path.realpath(d + "/broken")[len(os.path.realpath(d)):])
try: open(d + "/loop")
except OSError as e: print(e.errno, e.strerror)
