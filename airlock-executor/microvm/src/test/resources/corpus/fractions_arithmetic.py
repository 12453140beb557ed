from fractions import Fraction
print(Fraction(1, 3) + Fraction(1, 6), Fraction("0.125"), Fraction(3.5), Fraction(22, 7).limit_denominator(3))
print(sum(Fraction(1, n) for n in range(1, 11)), round(Fraction(7, 2)), float(Fraction(1, 8)))
