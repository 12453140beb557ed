import inspect, traceback
def f(): return [x.function for x in inspect.stack()]
print(f()); traceback.print_stack()
