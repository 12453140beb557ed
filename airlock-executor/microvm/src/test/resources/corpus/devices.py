import os
print(open("/dev/null").read() == "", open("/dev/zero", "rb").read(4), len(open("/dev/urandom", "rb").read(8)), open("/dev/null", "w").write("gone"), os.path.exists("/dev/shm"), os.devnull)
try:
    with open("/dev/full", "w") as f: f.write("x")
except OSError as e: print(e.errno)
