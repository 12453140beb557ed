import tracemalloc
tracemalloc.start(); a = [bytes(1000) for _ in range(100)]; now, peak = tracemalloc.get_traced_memory(); print(now > 100000, peak >= now, tracemalloc.take_snapshot().statistics("lineno")[0].count >= 100); tracemalloc.stop()
