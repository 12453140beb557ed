import os.path as p
print(p.join("/a", "b", "../c"), p.normpath("/a/b/../c//d/."), p.split("/a/b.txt"), p.splitext("x.tar.gz"), p.commonpath(["/a/b/c", "/a/b/d"]), p.relpath("/a/b", "/a/c"))
print(p.isabs("x"), p.basename("/a/"), p.dirname("/a/b"), p.expanduser("~"), p.expandvars("$HOME/x"), p.samefile("/", "/."))
