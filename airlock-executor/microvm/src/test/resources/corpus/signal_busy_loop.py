import signal
ticks = []
signal.signal(signal.SIGALRM, lambda n, f: ticks.append(n)); signal.setitimer(signal.ITIMER_REAL, 0.01, 0.01)
x = 0.0
while len(ticks) < 5: x = x * 0.5 + 1.0
signal.setitimer(signal.ITIMER_REAL, 0); print(len(ticks) >= 5, x <= 2.0)
