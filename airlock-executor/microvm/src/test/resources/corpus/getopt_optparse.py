import getopt, optparse, shlex
print(getopt.gnu_getopt(["-a", "x", "-bval", "--long=1"], "ab:", ["long="]))
o = optparse.OptionParser(); o.add_option("-q", action="store_false", dest="verbose", default=True); v, r = o.parse_args(["-q", "rest"]); print(v.verbose, r)
print(shlex.split("a 'b c' \"d\\\"e\" f\\ g # no"), shlex.quote("it's"), shlex.join(["a b", "c"]))
