import sys
old = sys.displayhook; sys.displayhook = lambda v: print("display", v); sys.displayhook(3); sys.displayhook = old
sys.unraisablehook = lambda u: print("unraisable", u.exc_value)
class D:
    def __del__(self): raise ValueError("in del")
D(); events = []
def tracer(frame, event, arg): events.append((event, frame.f_code.co_name)); return tracer
def f(): return 1
sys.settrace(tracer); f(); sys.settrace(None); print(events)
sys.excepthook = lambda t, v, tb: print("hooked", t.__name__, v); raise KeyError("end")
