import random
r = random.Random(12345); print([r.random() for _ in range(3)], r.randint(1, 100), r.choice("abc"), r.sample(range(100), 5), r.gauss(0, 1))
random.seed("text"); x = list(range(10)); random.shuffle(x); print(x, random.choices("ab", weights=[9, 1], k=5), random.getrandbits(64), random.betavariate(1, 2), random.randbytes(4))
s = r.getstate(); a = r.random(); r.setstate(s); print(a == r.random())
