import sys
print(sys.stdin.readlines())
try: input("prompt> ")
except EOFError as e: print("EOF", e)
