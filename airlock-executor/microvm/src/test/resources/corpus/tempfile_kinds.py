import tempfile, os
with tempfile.TemporaryFile("w+") as f: f.write("a"); f.seek(0); print(f.read())
with tempfile.NamedTemporaryFile(suffix=".x", prefix="p-") as f: n = f.name; f.write(b"hi"); f.flush(); print(os.path.basename(n).startswith("p-"), n.endswith(".x"), os.path.getsize(n))
print(os.path.exists(n))
with tempfile.TemporaryDirectory() as d: open(d + "/f", "w").close(); print(os.listdir(d))
print(os.path.exists(d)); s = tempfile.SpooledTemporaryFile(max_size=10); s.write(b"x" * 100); s.seek(0); print(len(s.read())); s.close(); fd, p = tempfile.mkstemp(); os.close(fd); os.unlink(p); print(tempfile.gettempdir())
