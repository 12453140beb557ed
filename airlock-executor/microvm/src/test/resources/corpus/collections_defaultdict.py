from collections import defaultdict, OrderedDict, ChainMap, namedtuple
groups = defaultdict(list)
for word in "apple avocado bean beet carrot".split():
    groups[word[0]].append(word)
print(dict(groups))
o = OrderedDict(a=1, b=2); o.move_to_end("a"); print(o, o.popitem(last=False))
print(ChainMap({"x": 1}, {"x": 2, "y": 3})["y"])
Point = namedtuple("Point", "x y", defaults=[0]); print(Point(3)._replace(y=4), Point._fields)
