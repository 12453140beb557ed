import signal
log = []
def handler(n, frame): log.append((signal.Signals(n).name, frame.f_lineno))
for s in (signal.SIGUSR1, signal.SIGUSR2, signal.SIGTERM): signal.signal(s, handler)
signal.raise_signal(signal.SIGUSR1)
signal.raise_signal(signal.SIGTERM)
print(log, signal.getsignal(signal.SIGINT) is signal.default_int_handler, signal.strsignal(11))
signal.signal(signal.SIGUSR1, signal.SIG_IGN); signal.raise_signal(signal.SIGUSR1); print(len(log))
