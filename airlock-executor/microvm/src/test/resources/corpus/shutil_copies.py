import shutil, os, tempfile
d = tempfile.mkdtemp(); src = d + "/src"; os.makedirs(src + "/sub"); open(src + "/a", "w").write("x" * 200000); open(src + "/sub/b", "w").write("y"); os.chmod(src + "/a", 0o600); os.utime(src + "/a", (1000000000, 1500000000))
shutil.copytree(src, d + "/dst"); shutil.copy2(src + "/a", d + "/c"); print(sorted(os.listdir(d)), oct(os.stat(d + "/c").st_mode), os.stat(d + "/c").st_mtime, os.path.getsize(d + "/dst/a"))
shutil.move(d + "/dst", d + "/moved"); shutil.rmtree(src); print(sorted(os.listdir(d)), shutil.which("nothing-here"), os.path.exists(shutil.make_archive(d + "/arch", "zip", d + "/moved"))); shutil.unpack_archive(d + "/arch.zip", d + "/out"); print(sorted(os.listdir(d + "/out")))
