import importlib, importlib.util, sys, types, pkgutil
m = types.ModuleType("made"); exec("x = 5", m.__dict__); sys.modules["made"] = m; import made; print(made.x, importlib.import_module("json.decoder").__name__, importlib.util.find_spec("nothing_here"))
try: import no_such_module
except ModuleNotFoundError as e: print(e, e.name)
try: from json import nope
except ImportError as e: print(type(e).__name__, e.name)
print("tests" in [x.name for x in pkgutil.iter_modules()], importlib.reload(made) if False else "")
