import signal, os
got = []; signal.signal(signal.SIGUSR1, lambda n, f: got.append(n))
signal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGUSR1]); os.kill(os.getpid(), signal.SIGUSR1)
print(got, signal.SIGUSR1 in signal.sigpending()); signal.pthread_sigmask(signal.SIG_UNBLOCK, [signal.SIGUSR1]); print(got == [signal.SIGUSR1])
signal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGUSR2]); signal.raise_signal(signal.SIGUSR2); print(signal.sigwait([signal.SIGUSR2])); print(signal.sigtimedwait([signal.SIGUSR2], 0.01))
