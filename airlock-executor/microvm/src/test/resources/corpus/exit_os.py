import os, sys
print("flushed", flush=True); sys.stdout.write("lost"); os._exit(5)
