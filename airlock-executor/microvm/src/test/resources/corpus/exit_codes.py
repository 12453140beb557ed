import sys, atexit
atexit.register(print, "last")
print("leaving"); sys.exit(7)
