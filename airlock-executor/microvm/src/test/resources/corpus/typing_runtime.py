from typing import *
class M(TypedDict, total=False): a: int; b: str
class H(Protocol):
    def go(self) -> int: ...
T = TypeVar("T")
class Box(Generic[T]):
    def __init__(self, v: T): self.v = v
print(get_type_hints(M), get_args(Dict[str, List[int]]), get_origin(Optional[int]), Box[int].__args__, Literal["a", 1], Union[int, str, int])
class N(NamedTuple): x: int; y: str = "d"
print(N(1), N.__annotations__, cast(int, "s"), int | None)
