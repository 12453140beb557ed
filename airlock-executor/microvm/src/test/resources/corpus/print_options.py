import sys
print(1, "a", None, sep="|", end="!\n"); print(*range(5), file=sys.stderr); print("x", flush=True); print(); print("é", repr("\n\x00"), b"\xff"); sys.stdout.write("no newline at the end")
