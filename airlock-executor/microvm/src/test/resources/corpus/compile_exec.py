code = compile("a = b + 1", "<made>", "exec"); space = {"b": 41}; exec(code, space); print(space["a"], eval("a * 2", space), eval(compile("1 if x else 2", "<e>", "eval"), {"x": 0}))
for s in ("a b", "f(", "x = = 1", "return 1", "break", "def f(a, a): pass", "  x", "'abc", "0777", "nonlocal x"):
    try: compile(s, "<s>", "exec"); print("ok", s)
    except SyntaxError as e: print(type(e).__name__, e.msg, e.lineno, e.offset)
