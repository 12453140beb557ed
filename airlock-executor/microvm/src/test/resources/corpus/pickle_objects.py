import pickle
class P:
    def __init__(self, x): self.x = x; self.me = self
    def __getstate__(self): return {"x": self.x, "me": self}
p = pickle.loads(pickle.dumps(P([1, 2])))
print(p.x, p.me is p, pickle.loads(pickle.dumps({1: (2, {3}), "k": b"v"}, protocol=0)), len(pickle.dumps(list(range(100)), 5)))
try: pickle.dumps(lambda: 1)
except (pickle.PicklingError, AttributeError) as e: print(type(e).__name__)
try: pickle.loads(b"\x80\x04")
except EOFError as e: print(e)
