import numbers, decimal, fractions
for x in (1, 1.0, 1j, True, decimal.Decimal(1), fractions.Fraction(1)): print(type(x).__name__, isinstance(x, numbers.Integral), isinstance(x, numbers.Real), isinstance(x, numbers.Number))
print(7 // -2, 7 % -2, divmod(-7, 3), pow(3, -1, 11), round(2.5), round(-1.25, 1), int("-0b11", 0), float("inf") - 1e308, (0.1).hex(), (0.5).as_integer_ratio(), 0.1 + 0.2, 1e16 + 1)
