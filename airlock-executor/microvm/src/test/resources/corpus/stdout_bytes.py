import sys, os
sys.stdout.buffer.write(bytes(range(256))); sys.stdout.flush(); os.write(1, b"raw\n"); sys.stderr.write("to stderr\n"); print("surrogate".encode(), end="")
