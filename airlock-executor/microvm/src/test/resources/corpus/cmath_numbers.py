import cmath
z = complex(3, 4)
print(abs(z), z.conjugate(), cmath.phase(1j), cmath.sqrt(-1), (1 + 2j) ** 2)
print(cmath.polar(1j), complex("1+2j"))
