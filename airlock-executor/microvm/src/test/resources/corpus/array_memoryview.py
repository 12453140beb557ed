import array
a = array.array("i", [1, 2, 3]); a.extend([4]); a.byteswap(); a.byteswap(); print(a, a.itemsize, a.tobytes(), a.index(3))
m = memoryview(bytearray(b"abcdef")); m[1:3] = b"XY"; print(bytes(m), m[::2].tolist(), m.cast("H").shape, memoryview(a).format); 
try: m[0:2] = b"toolong"
except ValueError as e: print(e)
