from enum import *
class Color(Enum):
    RED = 1; GREEN = auto(); BLUE = auto()
    @property
    def warm(self): return self is Color.RED
class Perm(Flag): R = 4; W = 2; X = 1
print(list(Color), Color["RED"].warm, Color(2).name, Perm.R | Perm.X, Perm(7) & ~Perm.W, Perm.R in Perm(5))
class N(IntEnum): ONE = 1
class S(StrEnum): A = auto()
print(N.ONE + 1, f"{S.A}", S.A.upper())
try: Color(9)
except ValueError as e: print(e)
