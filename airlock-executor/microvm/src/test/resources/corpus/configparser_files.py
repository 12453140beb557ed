import configparser, io
c = configparser.ConfigParser()
c.read_string("[DEFAULT]\nhome = /x\n[a]\npath = %(home)s/y\nflag = yes\nn = 3\n[b]\nmulti =\n  one\n  two\n")
print(c.sections(), c["a"]["path"], c.getboolean("a", "flag"), c.getint("a", "n"), c["b"]["multi"].split(), c.get("b", "none", fallback="-"))
out = io.StringIO(); c.write(out); print(out.getvalue())
try: c.get("a", "zzz")
except configparser.NoOptionError as e: print(e)
