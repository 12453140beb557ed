import os, tempfile
d = tempfile.mkdtemp(); f = open(d + "/f", "w+"); f.write("still here"); f.flush(); os.unlink(d + "/f"); f.seek(0); print(f.read(), os.fstat(f.fileno()).st_nlink, os.listdir(d)); f.close()
os.mkdir(d + "/cwd"); os.chdir(d + "/cwd"); os.rmdir(d + "/cwd")
try: os.getcwd()
except FileNotFoundError as e: print(e.errno)
try: open("x", "w")
except FileNotFoundError as e: print(e.errno)
os.chdir("/"); print(os.getcwd())
