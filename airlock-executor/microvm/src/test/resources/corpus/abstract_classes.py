from abc import ABC, abstractmethod
from collections.abc import Sequence, Mapping
class Shape(ABC):
    @abstractmethod
    def area(self): ...
class Sq(Shape):
    def __init__(self, s): self.s = s
    def area(self): return self.s ** 2
try: Shape()
except TypeError as e: print(e)
print(Sq(3).area(), isinstance([], Sequence), issubclass(dict, Mapping))
class S(Sequence):
    def __len__(self): return 3
    def __getitem__(self, i):
        if i >= 3: raise IndexError
        return i * 10
print(list(S()), S().index(20), 10 in S(), list(reversed(S())))
