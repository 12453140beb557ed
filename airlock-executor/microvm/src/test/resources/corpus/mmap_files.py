import mmap, os, tempfile
p = tempfile.mkdtemp() + "/f"; open(p, "wb").write(b"0123456789" * 1000)
with open(p, "r+b") as f, mmap.mmap(f.fileno(), 0) as m:
    print(len(m), m[:5], m.find(b"789"), m.rfind(b"012")); m[0:4] = b"HEAD"; m.flush(); f.seek(0); print(f.read(6)); f.seek(4); f.write(b"!!"); f.flush(); print(m[:8]); m.move(10, 0, 5); m.seek(8); print(m.read(4), m.readline()[:3], m.size())
print(open(p, "rb").read(16)); r = open(p, "rb"); q = mmap.mmap(r.fileno(), 0, access=mmap.ACCESS_READ); print(q[:4])
try: q[0] = 1
except TypeError as e: print(e)
c = mmap.mmap(r.fileno(), 4096, access=mmap.ACCESS_COPY); c[0:2] = b"zz"; print(c[:4], open(p, "rb").read(4))
