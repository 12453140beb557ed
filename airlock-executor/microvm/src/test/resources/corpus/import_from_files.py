import sys, tempfile, os, importlib
d = tempfile.mkdtemp(); os.makedirs(d + "/pkg/sub"); open(d + "/pkg/__init__.py", "w").write("from .a import value\n__all__ = ['value']\n"); open(d + "/pkg/a.py", "w").write("value = 'from a'\n"); open(d + "/pkg/sub/__init__.py", "w").write("import pkg.a\nname = __name__\n"); open(d + "/bad.py", "w").write("1 / 0\n")
sys.path.insert(0, d); import pkg; from pkg import sub; print(pkg.value, sub.name, pkg.__path__[0] == d + "/pkg")
try: import bad
except ZeroDivisionError: print("bad failed", "bad" in sys.modules)
