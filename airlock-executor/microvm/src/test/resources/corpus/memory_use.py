x = bytearray(20 << 20); x[-1] = 7; print(len(x), x[-1]); del x
y = [bytes(1000) for _ in range(10000)]; print(sum(map(len, y))); del y
d = {i: str(i) for i in range(100000)}; print(len(d), d[99999]); z = "x" * (8 << 20); print(len(z.replace("x", "y")))
