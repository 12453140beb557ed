def numbers(n):
    for i in range(n): yield i
def squares(xs): return (x * x for x in xs)
print(sum(x for x in squares(numbers(10)) if x % 2))
def echo():
    got = None
    while True:
        try: got = yield got
        except KeyError as e: got = "caught %s" % e
g = echo(); next(g); print(g.send(1), g.throw(KeyError("k")), g.send(2)); g.close()
def outer():
    r = yield from inner(); yield r
def inner():
    yield 1; return "ret"
print(list(outer()))
