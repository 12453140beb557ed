import copyreg, pickle, copy
class P:
    def __init__(self, v): self.v = v
    def __reduce__(self): return (P, (self.v + 1,))
print(pickle.loads(pickle.dumps(P(1))).v, copy.copy(P(5)).v)
class Q: pass
copyreg.pickle(Q, lambda q: (Q, ())); print(type(pickle.loads(pickle.dumps(Q()))).__name__)
