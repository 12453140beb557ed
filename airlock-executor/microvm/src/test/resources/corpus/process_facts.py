import os
print(os.getuid() == os.geteuid(), os.getppid() > 0, os.environ.get("HOME"), os.environ["PATH"], os.getcwd() == os.path.realpath(os.getcwd()), os.umask(0o22) == 0o22, os.get_terminal_size if False else "", len(os.getgroups()) >= 0)
os.environ["NEW"] = "v"; print(os.getenv("NEW"), os.path.expandvars("${NEW}x"))
