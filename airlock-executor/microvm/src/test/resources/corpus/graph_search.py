import heapq
from collections import deque
g = {"a": {"b": 7, "c": 3}, "b": {"d": 2}, "c": {"b": 1, "d": 8}, "d": {}}
dist, h = {}, [(0, "a")]
while h:
    d, n = heapq.heappop(h)
    if n not in dist: dist[n] = d; [heapq.heappush(h, (d + w, m)) for m, w in g[n].items()]
print(dist)
seen, q = ["a"], deque("a")
while q:
    for m in g[q.popleft()]:
        if m not in seen: seen.append(m); q.append(m)
print(seen)
