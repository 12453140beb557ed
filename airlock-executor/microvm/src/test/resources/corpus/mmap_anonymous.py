import mmap
m = mmap.mmap(-1, 1 << 20); m[100:105] = b"hello"; print(m[98:107], len(m), m.find(b"hello")); m.resize(1 << 21) if hasattr(m, "resize") else None; print(len(m), m[100:105]); m.close()
try: m[0]
except ValueError as e: print(e)
