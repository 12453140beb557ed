import signal, time
def handler(n, f): raise TimeoutError("too slow")
signal.signal(signal.SIGALRM, handler); signal.setitimer(signal.ITIMER_REAL, 0.05)
try: time.sleep(5)
except TimeoutError as e: print(e)
print(signal.setitimer(signal.ITIMER_REAL, 10)[0] == 0.0, 9 < signal.getitimer(signal.ITIMER_REAL)[0] <= 10, signal.alarm(0) == 10)
