import pprint
data = {"name": "x" * 30, "list": list(range(30)), "nested": {"a": {"b": {"c": [1, 2, {"d": ()}]}}}, "set": {3, 1, 2}}
pprint.pprint(data, width=60); pprint.pprint(data, depth=2, compact=True); print(pprint.pformat("word " * 30, width=40))
