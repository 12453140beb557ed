from dataclasses import dataclass, field, asdict, replace, astuple, fields
@dataclass(order=True)
class Item:
    price: float
    name: str = field(compare=False)
    tags: list = field(default_factory=list, repr=False)
    def __post_init__(self): self.name = self.name.title()
a, b = Item(2, "pear"), Item(1, "fig", ["x"])
print(sorted([a, b]), asdict(b), astuple(a), replace(a, price=5), [f.name for f in fields(Item)])
@dataclass(frozen=True, slots=True)
class F: x: int
try: F(1).x = 2
except Exception as e: print(type(e).__name__, e)
