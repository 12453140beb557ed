import queue
q = queue.PriorityQueue(); [q.put(x) for x in (3, 1, 2)]; print([q.get() for _ in range(3)], q.empty())
l = queue.LifoQueue(2); l.put(1); l.put(2)
try: l.put(3, block=False)
except queue.Full: print("full", l.qsize())
try: queue.Queue().get(timeout=0.01)
except queue.Empty: print("empty")
