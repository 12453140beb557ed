import reprlib
print(reprlib.repr(list(range(100))), reprlib.repr("x" * 100), reprlib.repr({i: i for i in range(10)}))
class R:
    @reprlib.recursive_repr()
    def __repr__(self): return "<R %r>" % self.me
r = R(); r.me = r; print(r)
