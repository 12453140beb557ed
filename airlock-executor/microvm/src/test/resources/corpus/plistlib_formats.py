import plistlib, datetime
d = {"a": 1, "b": [True, 2.5, "x"], "c": b"bytes", "d": datetime.datetime(2020, 1, 2, 3, 4, 5)}
print(plistlib.dumps(d).decode()); print(plistlib.loads(plistlib.dumps(d, fmt=plistlib.FMT_BINARY)) == d)
