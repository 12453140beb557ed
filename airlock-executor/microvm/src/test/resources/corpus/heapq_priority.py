import heapq
h = [5, 1, 8, 3]; heapq.heapify(h); heapq.heappush(h, 2)
print([heapq.heappop(h) for _ in range(len(h))], heapq.nlargest(2, [4, 9, 1]), heapq.nsmallest(2, "hello"))
print(list(heapq.merge([1, 4], [2, 3], [0, 9])))
