import functools
def trace(f):
    @functools.wraps(f)
    def g(*a, **k): print("call", f.__name__, a[1:], k); return f(*a, **k)
    return g
class C:
    registry = []
    def __init_subclass__(cls, **k): C.registry.append(cls.__name__)
    @trace
    def m(self, x, *, y=1): return x + y
    @classmethod
    def make(cls): return cls()
    @staticmethod
    def s(): return "static"
    @property
    def p(self): return 42
class D(C): pass
print(D.make().m(1, y=2), D.s(), D().p, C.registry)
