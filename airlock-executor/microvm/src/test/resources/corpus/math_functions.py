import math
print(math.sqrt(2), math.factorial(25), math.gcd(84, 36), math.lcm(4, 6), math.comb(10, 3), math.perm(5))
print(math.isclose(0.1 + 0.2, 0.3), math.fsum([0.1] * 10), math.hypot(3, 4), math.prod([1, 2, 3]))
print(math.floor(-1.5), math.ceil(-1.5), math.trunc(-1.5), math.frexp(8.5), math.isqrt(99))
for act in (lambda: math.sqrt(-1), lambda: math.log(0), lambda: math.exp(1000)):
    try:
        print(act())
    except (ValueError, OverflowError) as error:
        print(type(error).__name__, error)
