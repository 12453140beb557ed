import ctypes, ctypes.util
libc = ctypes.CDLL(None); print(libc.abs(-5), libc.strlen(b"hello"), ctypes.sizeof(ctypes.c_long))
class P(ctypes.Structure): _fields_ = [("x", ctypes.c_int), ("y", ctypes.c_double)]
p = P(1, 2.5); print(p.x, p.y, bytes(p)[:4], ctypes.sizeof(P)); b = ctypes.create_string_buffer(10); libc.memset(b, 65, 3); print(b.value); a = (ctypes.c_int * 3)(3, 1, 2); print(sum(a), ctypes.cast(a, ctypes.POINTER(ctypes.c_int))[1])
