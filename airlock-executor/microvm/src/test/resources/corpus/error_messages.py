class C: pass
for act in (lambda: undefined_name, lambda: C().missing, lambda: [][1], lambda: {}["k"], lambda: 1 + "a", lambda: None.x, lambda: len(5), lambda: C()(), lambda: "a".foo, lambda: int("z"), lambda: (lambda a: a)(), lambda: print(sepp=1), lambda: [1, 2, 3].remove(9), lambda: next(iter([])), lambda: max([]), lambda: "%d" % "x", lambda: iter(3), lambda: {}[[]], lambda: 2 ** 0.5 // 0, lambda: object() < object(), lambda: isinstance(1, 1), lambda: super().x):
    try: act()
    except Exception as e: print(type(e).__name__, e)
