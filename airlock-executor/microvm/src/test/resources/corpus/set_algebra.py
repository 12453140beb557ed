a, b = {1, 2, 3}, frozenset([3, 4]); print(a | b, a & b, a - b, a ^ b, a >= {1}, a.isdisjoint({9}), {frozenset({1}): "k"}[frozenset({1})], sorted({x % 3 for x in range(10)}), sorted(set("hello")))
