import random
class Account:
    def __init__(self, n): self.n, self.balance, self.log = n, 100, []
    def pay(self, other, amount):
        if amount > self.balance: raise ValueError("%s has %d, not %d" % (self.n, self.balance, amount))
        self.balance -= amount; other.balance += amount; self.log.append((other.n, amount))
r = random.Random(7); accounts = [Account(n) for n in "abc"]; failures = []
for _ in range(50):
    a, b = r.sample(accounts, 2)
    try: a.pay(b, r.randint(1, 80))
    except ValueError as e: failures.append(str(e))
print([(a.n, a.balance, len(a.log)) for a in accounts], len(failures), failures[:1])
