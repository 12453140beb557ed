import importlib
for name in ("tkinter", "idlelib", "turtle", "lib2to3", "ensurepip"):
    try: importlib.import_module(name); print(name, "there")
    except ImportError: print(name, "missing")
