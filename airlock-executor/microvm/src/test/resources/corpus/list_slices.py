x = list(range(10)); x[2:5] = "ab"; del x[::3]; x[-1:] = [7, 7]; print(x, x[::-1], x[-3:], x * 2, sorted(x, key=str, reverse=True)); x.sort(key=lambda v: (isinstance(v, str), str(v))); print(x, x.index(7), [*x, *"z"], [[0] * 2 for _ in range(2)])
try: [1, "a"].sort()
except TypeError as e: print(e)
