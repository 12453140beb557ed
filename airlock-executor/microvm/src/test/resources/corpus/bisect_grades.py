import bisect
print([("FDCBA"[bisect.bisect([60, 70, 80, 90], s)]) for s in (33, 99, 77, 70, 89, 90, 100)])
xs = [1, 3, 5]; bisect.insort(xs, 4); print(xs, bisect.bisect_left(xs, 3), bisect.bisect_right(xs, 3))
