import signal, itertools
def stop(n, f): raise KeyboardInterrupt
signal.signal(signal.SIGALRM, stop); signal.setitimer(signal.ITIMER_REAL, 0.03); n = 0
try:
    for n in itertools.count(): sum(range(50))
except KeyboardInterrupt: print("stopped", n > 0)
