import types
ns = types.SimpleNamespace(a=1); ns.b = 2; print(ns, types.MappingProxyType({"x": 1})["x"])
C = types.new_class("C", (object,), {}, lambda d: d.update(f=lambda self: 7)); print(C().f())
def f(): yield
print(isinstance(f(), types.GeneratorType), types.MethodType(lambda s, y: s + y, 5)(6), type(len), types.GenericAlias(list, (int,)))
