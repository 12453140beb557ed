from collections import OrderedDict
class LRU(OrderedDict):
    def __init__(self, n): super().__init__(); self.n = n
    def __getitem__(self, k): v = super().__getitem__(k); self.move_to_end(k); return v
    def __setitem__(self, k, v):
        super().__setitem__(k, v); self.move_to_end(k)
        if len(self) > self.n: self.popitem(last=False)
c = LRU(2); c["a"] = 1; c["b"] = 2; c["a"]; c["c"] = 3; print(list(c), "b" in c)
