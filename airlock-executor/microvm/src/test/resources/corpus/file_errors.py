import os, tempfile
d = tempfile.mkdtemp(); f = os.path.join(d, "f"); open(f, "w").close()
for act in (lambda: open(d + "/none"), lambda: open(d), lambda: os.mkdir(d), lambda: os.rmdir(f), lambda: os.listdir(f), lambda: open(f + "/x"), lambda: os.rmdir(os.path.dirname(f)), lambda: os.unlink(d + "/none"), lambda: open(d + "/" + "n" * 256, "w"), lambda: os.rename(d + "/none", d + "/x"), lambda: os.readlink(f), lambda: os.link(d + "/no", f), lambda: os.chdir(f)):
    try: act()
    except OSError as e: print(type(e).__name__, e.errno, e.strerror)
