def counter():
    n = 0
    def up():
        nonlocal n
        n += 1
        return n
    return up
c = counter(); print(c(), c(), counter()())
fs = [lambda i=i: i for i in range(3)]; print([f() for f in fs])
x = "global"
def f():
    global x
    x = "changed"
f(); print(x, [y := 5, y ** 2])
