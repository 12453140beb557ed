def f():
    print(x); x = 1
try: f()
except UnboundLocalError as e: print(e)
try: del zzz
except NameError as e: print(e)
import json
try: json.lods
except AttributeError as e: print(e)
assert 1 + 1 == 2, "math"
try: assert False, "told you"
except AssertionError as e: print(e)
