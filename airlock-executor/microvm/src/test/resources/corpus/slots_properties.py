class S:
    __slots__ = ("a", "_b")
    @property
    def b(self): return self._b
    @b.setter
    def b(self, v): self._b = v * 2
    @b.deleter
    def b(self): del self._b
s = S(); s.b = 4; print(s.b); del s.b
for act in (lambda: s.b, lambda: setattr(s, "z", 1), lambda: s.a):
    try: act()
    except AttributeError as e: print(e)
