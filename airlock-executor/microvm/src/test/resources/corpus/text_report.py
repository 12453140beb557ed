rows = [("apples", 3, 0.5), ("pears", 12, 0.25), ("melons", 1, 3.99)]
print(f"{'item':<10}{'count':>6}{'total':>10}"); print("-" * 26)
for n, c, p in rows: print(f"{n:<10}{c:>6}{c * p:>10.2f}")
print(f"{'sum':<10}{sum(r[1] for r in rows):>6}{sum(r[1] * r[2] for r in rows):>10,.2f}")
