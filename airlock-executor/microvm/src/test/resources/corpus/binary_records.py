import struct, tempfile
p = tempfile.mkdtemp() + "/r"; rec = struct.Struct("<I16sd")
with open(p, "wb") as f:
    for i in range(100): f.write(rec.pack(i, b"name%d" % i, i / 4))
with open(p, "rb") as f:
    f.seek(42 * rec.size); n, s, v = rec.unpack(f.read(rec.size)); print(n, s.rstrip(b"\0"), v)
