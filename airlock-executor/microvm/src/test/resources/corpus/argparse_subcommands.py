import argparse
p = argparse.ArgumentParser(prog="git"); sub = p.add_subparsers(dest="cmd", required=True)
a = sub.add_parser("add"); a.add_argument("paths", nargs="+"); a.set_defaults(f=lambda s: len(s.paths))
c = sub.add_parser("commit"); c.add_argument("-m", metavar="MSG"); g = c.add_mutually_exclusive_group(); g.add_argument("--all", action="store_true"); g.add_argument("--none", action="store_true")
s = p.parse_args(["add", "x", "y"]); print(s.cmd, s.f(s)); print(p.parse_args(["commit", "-m", "hi", "--all"]))
p.parse_args(["commit", "--all", "--none"])
