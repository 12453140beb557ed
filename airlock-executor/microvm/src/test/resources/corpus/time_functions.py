import time
print(time.gmtime(0), time.strftime("%Y-%m-%d %H:%M:%S", time.gmtime(1e9)), time.mktime(time.strptime("2001", "%Y")) > 0, time.timezone, time.tzname)
a, b = time.monotonic(), time.perf_counter(); time.sleep(0.02); print(0.02 <= time.monotonic() - a < 5, time.perf_counter() > b, time.time() > 1.6e9, time.process_time() >= 0, time.monotonic_ns() > 0, time.get_clock_info("monotonic").monotonic)
