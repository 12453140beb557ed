import bz2, lzma
data = bytes(range(256)) * 100
print(bz2.decompress(bz2.compress(data)) == data, lzma.decompress(lzma.compress(data)) == data, len(lzma.compress(data, preset=1)) < len(data))
print(lzma.decompress(lzma.compress(b"x", format=lzma.FORMAT_ALONE)))
for m, e in ((bz2, OSError), (lzma, lzma.LZMAError)):
    try: m.decompress(b"garbage!")
    except e as error: print(error)
