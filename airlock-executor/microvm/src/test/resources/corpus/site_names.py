try: exit(4)
except SystemExit as e: print("exit", e.code)
import builtins
print(callable(builtins.exit), callable(quit), hasattr(builtins, "copyright"))
