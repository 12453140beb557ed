from contextlib import *
import io
@contextmanager
def tag(n):
    print("<" + n + ">")
    try: yield n
    finally: print("</" + n + ">")
with tag("a"), tag("b") as b: print(b)
with suppress(ZeroDivisionError): 1 / 0
out = io.StringIO()
with redirect_stdout(out): print("hidden")
print(repr(out.getvalue()))
with ExitStack() as stack:
    for i in range(3): stack.callback(print, "bye", i)
    stack.enter_context(tag("s"))
with nullcontext(5) as n: print(n)
