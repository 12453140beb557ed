import contextvars
v = contextvars.ContextVar("v", default=0); c = contextvars.copy_context(); t = v.set(5); print(v.get(), c.run(v.get)); v.reset(t); print(v.get(), c.run(lambda: (v.set(9), v.get())[1]), v.get())
