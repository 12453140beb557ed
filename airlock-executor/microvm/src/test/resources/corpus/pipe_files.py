import os
r, w = os.pipe()
with os.fdopen(w, "w") as out: out.write("line 1\nline 2\n" * 100)
with os.fdopen(r) as inp: lines = inp.readlines()
print(len(lines), lines[-1], os.path.exists("/dev/null"))
fd = os.eventfd(3); print(os.eventfd_read(fd)); os.eventfd_write(fd, 5); print(os.eventfd_read(fd))
