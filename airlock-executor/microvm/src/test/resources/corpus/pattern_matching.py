def f(x):
    match x:
        case 0 | 1: return "small"
        case int(n) if n > 100: return "big"
        case [a, b]: return ("pair", a, b)
        case [first, *rest]: return ("list", first, rest)
        case {"k": v, **others}: return ("map", v, others)
        case str() as s: return "str " + s
        case None: return "none"
        case _: return "other"
for x in (0, 500, [1, 2], [1, 2, 3], {"k": 1, "z": 2}, "s", None, 3.5): print(f(x))
