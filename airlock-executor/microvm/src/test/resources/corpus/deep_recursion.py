import sys
def depth(n): return 0 if n == 0 else 1 + depth(n - 1)
print(depth(900))
try: depth(10 ** 5)
except RecursionError as e: print(str(e)[:32])
sys.setrecursionlimit(5000); print(depth(4000)); x = []
for _ in range(3000): x = [x]
try: print(len(repr(x)))
except RecursionError: print("repr too deep")
