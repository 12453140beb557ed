import code, io, contextlib
out = io.StringIO(); c = code.InteractiveInterpreter({"x": 2})
with contextlib.redirect_stdout(out), contextlib.redirect_stderr(out): c.runsource("print(x * 21)"); c.runsource("1/0"); print(c.runsource("if x:"))
print(out.getvalue())
