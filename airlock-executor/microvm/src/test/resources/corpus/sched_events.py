import sched, time
s = sched.scheduler(time.monotonic, time.sleep); out = []
s.enter(0.02, 1, out.append, ("late",)); s.enter(0.01, 1, out.append, ("early",)); e = s.enter(0.01, 2, out.append, ("never",)); s.cancel(e); s.run(); print(out, s.empty())
