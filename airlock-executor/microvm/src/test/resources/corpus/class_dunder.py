class Vec:
    def __init__(self, *c): self.c = c
    def __add__(self, o): return Vec(*(a + b for a, b in zip(self.c, o.c)))
    def __mul__(self, k): return Vec(*(a * k for a in self.c))
    __rmul__ = __mul__
    def __repr__(self): return "Vec%r" % (self.c,)
    def __eq__(self, o): return self.c == o.c
    def __hash__(self): return hash(self.c)
    def __len__(self): return len(self.c)
    def __getitem__(self, i): return self.c[i]
    def __contains__(self, x): return x in self.c
    def __bool__(self): return any(self.c)
    def __call__(self, f): return Vec(*map(f, self.c))
v = Vec(1, 2); print(v + v, 3 * v, len(v), v[1], 2 in v, bool(Vec(0)), v(abs), list(v), {v: 1}[Vec(1, 2)])
