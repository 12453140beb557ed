import struct
print(struct.pack("<IhB3s", 1, -2, 255, b"abc"), struct.unpack(">d", struct.pack(">d", 1.5)), struct.calcsize("@iqd"), list(struct.iter_unpack("<H", b"\1\0\2\0")))
try: struct.pack("B", 256)
except struct.error as e: print(e)
