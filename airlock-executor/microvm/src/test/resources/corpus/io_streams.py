import io
b = io.BytesIO(b"abcdef"); b.seek(2); print(b.read(2), b.tell(), b.getbuffer().nbytes)
s = io.StringIO("a\nb\n"); print(s.readlines(), s.truncate(0), s.getvalue() == "")
t = io.TextIOWrapper(io.BytesIO("é\r\n".encode()), encoding="utf-8", newline=None); print(repr(t.read()))
r = io.BufferedReader(io.BytesIO(b"x" * 20), 8); print(r.peek(1)[:1], r.read(3), r.read1(100))
