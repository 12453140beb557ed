import argparse
p = argparse.ArgumentParser(prog="tool", description="does things"); p.add_argument("file"); p.add_argument("-n", "--number", type=int, default=1, help="how many"); p.add_argument("-v", action="count", default=0); p.add_argument("--mode", choices=["a", "b"])
s = p.parse_args(["x.txt", "-n", "5", "-vv", "--mode=b"]); print(s)
p.print_help()
try: p.parse_args(["x", "--mode", "z"])
except SystemExit as e: print("exit", e.code)
