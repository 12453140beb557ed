import weakref, gc
class N: pass
a = N(); r = weakref.ref(a, lambda _: print("gone")); d = weakref.WeakValueDictionary(k=a); print(r() is a, len(d)); del a; print(r(), len(d))
x, y = N(), N(); x.o, y.o = y, x; f = weakref.finalize(x, print, "finalized"); del x, y; print(gc.collect() > 0, f.alive, gc.isenabled())
