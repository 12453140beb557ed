def mul(a, b): return [[sum(x * y for x, y in zip(r, c)) for c in zip(*b)] for r in a]
m = [[1, 1], [1, 0]]; r = [[1, 0], [0, 1]]
for _ in range(90): r = mul(r, m)
print(r[0][1], list(zip(*[[1, 2], [3, 4]])), [list(row) for row in zip(*[[1, 2, 3], [4, 5, 6]][::-1])])
