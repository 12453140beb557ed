import timeit
print(timeit.timeit("x += 1", setup="x = 0", number=1000) > 0, len(timeit.repeat("pass", number=10, repeat=3)))
