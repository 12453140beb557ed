import zlib
data = b"abc" * 10000
packed = zlib.compress(data, 9)
print(len(packed) < 200, zlib.decompress(packed) == data, zlib.crc32(data), zlib.adler32(data))
c = zlib.compressobj(wbits=-15); raw = c.compress(data) + c.flush(); print(zlib.decompressobj(-15).decompress(raw) == data)
try: zlib.decompress(b"nonsense")
except zlib.error as e: print(e)
