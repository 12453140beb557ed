import os, tempfile, hashlib
p = tempfile.mkdtemp() + "/big"; block = bytes(range(256)) * 256
with open(p, "wb") as f:
    for i in range(128): f.write(block)
print(os.path.getsize(p), hashlib.file_digest(open(p, "rb"), "sha256").hexdigest() if hasattr(hashlib, "file_digest") else "")
with open(p, "rb") as f: f.seek(1 << 20); print(f.read(4), f.tell())
print(sum(len(b) for b in iter(lambda f=open(p, "rb"): f.read(100000), b"")))
