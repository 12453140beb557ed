import traceback, sys
def f(): raise LookupError("x")
try: f()
except LookupError:
    lines = traceback.format_exc().splitlines(); print(lines[0], lines[-1], len(lines))
    print([(s.name, s.lineno, s.line) for s in traceback.extract_tb(sys.exc_info()[2])])
print(traceback.format_exception_only(ValueError("v")))
