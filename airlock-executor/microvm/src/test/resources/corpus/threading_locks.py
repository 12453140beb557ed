import threading
lock = threading.Lock(); print(lock.acquire(), lock.locked(), lock.acquire(timeout=0.01)); lock.release(); r = threading.RLock(); r.acquire(); print(r.acquire(False)); e = threading.Event(); print(e.wait(0.01)); e.set(); print(e.wait())
print(threading.current_thread().name, threading.active_count(), threading.main_thread() is threading.current_thread()); local = threading.local(); local.x = 1; print(local.x); s = threading.Semaphore(1); print(s.acquire(), s.acquire(blocking=False)); c = threading.Condition()
with c: print(c.wait(0.01))
