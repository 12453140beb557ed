import os, tempfile
d = tempfile.mkdtemp(); os.makedirs(d + "/a/b/c"); open(d + "/a/f", "w").write("x" * 10)
for root, dirs, files in os.walk(d): print(root[len(d):], sorted(dirs), sorted(files))
with os.scandir(d + "/a") as it: print(sorted((e.name, e.is_dir(), e.is_file(), e.stat().st_size if e.is_file() else 0) for e in it))
os.rename(d + "/a", d + "/z"); os.removedirs(d + "/z/b/c"); print(os.listdir(d + "/z")); os.replace(d + "/z/f", d + "/g"); os.rmdir(d + "/z"); print(os.listdir(d))
