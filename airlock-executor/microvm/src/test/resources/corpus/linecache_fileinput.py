import fileinput, linecache, tempfile
p = tempfile.mkdtemp() + "/f"; open(p, "w").write("one\ntwo\nthree\n"); print(repr(linecache.getline(p, 2)), linecache.getline(p, 99) == "")
with fileinput.input(p, inplace=True) as f:
    for line in f: print(line.upper(), end="")
print(open(p).read())
