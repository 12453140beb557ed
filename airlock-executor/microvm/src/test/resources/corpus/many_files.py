import os, tempfile
d = tempfile.mkdtemp()
for i in range(500): open("%s/%03d" % (d, i), "w").write(str(i))
names = sorted(os.listdir(d)); print(len(names), names[0], names[-1], sum(int(open(d + "/" + n).read()) for n in names))
for n in names[::2]: os.remove(d + "/" + n)
print(len(os.listdir(d)))
