def a(n): return b(n - 1)
def b(n): return 1 / n
print("before")
a(1)
