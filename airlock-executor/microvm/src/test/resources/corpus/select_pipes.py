import os, select
r, w = os.pipe(); print(select.select([r], [w], [], 0) == ([], [w], [])); os.write(w, b"hello")
print(select.select([r], [], [], 1)[0] == [r], os.read(r, 3), os.read(r, 10)); p = select.poll(); p.register(r, select.POLLIN); print(p.poll(5))
os.close(w); print([e for _, e in p.poll(5)], os.read(r, 1)); r2, w2 = os.pipe(); os.set_blocking(r2, False)
try: os.read(r2, 1)
except BlockingIOError as e: print(e.errno)
os.close(r2)
try: os.write(w2, b"x")
except BrokenPipeError as e: print(e.errno)
