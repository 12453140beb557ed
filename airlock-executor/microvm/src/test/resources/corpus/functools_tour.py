from functools import *
@lru_cache(maxsize=None)
def fib(n): return n if n < 2 else fib(n - 1) + fib(n - 2)
print(fib(80), fib.cache_info())
print(reduce(lambda a, b: a * b, range(1, 10)), partial(int, base=2)("101"), sorted("bAc", key=cmp_to_key(lambda a, b: (a.lower() > b.lower()) - (a.lower() < b.lower()))))
@singledispatch
def show(x): return "any"
@show.register
def _(x: int): return "int"
@show.register
def _(x: list): return "list"
print(show(1), show([]), show("s"))
@total_ordering
class V:
    def __init__(self, v): self.v = v
    def __eq__(self, o): return self.v == o.v
    def __lt__(self, o): return self.v < o.v
print(V(1) <= V(2), V(3) > V(2))
