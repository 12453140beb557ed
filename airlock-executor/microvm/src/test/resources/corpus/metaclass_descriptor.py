class Typed:
    def __init__(self, t): self.t = t
    def __set_name__(self, o, n): self.n = n
    def __get__(self, i, o): return self if i is None else i.__dict__[self.n]
    def __set__(self, i, v):
        if not isinstance(v, self.t): raise TypeError("%s must be %s" % (self.n, self.t.__name__))
        i.__dict__[self.n] = v
class Meta(type):
    def __new__(m, n, b, d): d["tag"] = n.lower(); return super().__new__(m, n, b, d)
class P(metaclass=Meta): age = Typed(int)
p = P(); p.age = 3; print(p.age, P.tag, type(P).__name__)
try: p.age = "x"
except TypeError as e: print(e)
