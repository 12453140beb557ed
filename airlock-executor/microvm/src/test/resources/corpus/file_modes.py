import os, tempfile
p = os.path.join(tempfile.mkdtemp(), "f")
with open(p, "x") as f: print(f.write("one\n"))
with open(p, "a+") as f: f.write("two\n"); f.seek(0); print(f.readlines())
with open(p, "r+b") as f: f.seek(-4, os.SEEK_END); f.write(b"TWO!"); f.truncate(); f.seek(0); print(f.read())
try: open(p, "x")
except FileExistsError as e: print(e.errno, e.strerror)
with open(p, "w", newline="\r\n") as f: print("a\nb", file=f)
print(open(p, "rb").read(), os.path.getsize(p))
