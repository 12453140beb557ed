import inspect
def f(a, /, b: int = 1, *c, d, e="x", **g) -> str: "doc"
s = inspect.signature(f); print(s, [(p.name, p.kind.name) for p in s.parameters.values()], s.bind(1, d=2).arguments, inspect.getdoc(f))
class C:
    def m(self): pass
print([n for n, _ in inspect.getmembers(C(), inspect.ismethod)], inspect.getmro(bool), inspect.isgeneratorfunction(f)); print(inspect.getsource(f))
