import operator as o
print(o.itemgetter(1, 2)("abc"), o.attrgetter("real")(3), o.methodcaller("upper")("x"), o.add(1, 2), o.concat([1], [2]), o.countOf("banana", "a"), o.index(True), o.length_hint(iter([1, 2])), o.ixor(5, 1))
