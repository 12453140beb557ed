from collections import deque
d = deque(range(5), maxlen=5)
d.append(9); d.rotate(2); d.appendleft(7); d.extend([1, 2])
print(d, d.index(9) if 9 in d else None, d.count(1), list(reversed(d)))
