import graphlib
t = graphlib.TopologicalSorter({"d": {"b", "c"}, "b": {"a"}, "c": {"a"}}); print([sorted(x) for x in iter(lambda: (lambda r: (t.done(*r), r)[1])(t.get_ready()) if t.is_active() else None, None)] if not t.prepare() else 0)
try: list(graphlib.TopologicalSorter({"a": {"b"}, "b": {"a"}}).static_order())
except graphlib.CycleError as e: print(e.args[0], len(e.args[1]))
