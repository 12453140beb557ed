import csv, io
out = io.StringIO()
w = csv.writer(out, quoting=csv.QUOTE_MINIMAL); w.writerow(["a", 'say "hi"', "x,y", "line\nbreak", 1.5, None])
print(repr(out.getvalue()), next(csv.reader(io.StringIO(out.getvalue()))))
print(list(csv.DictReader(io.StringIO("n;v\na;1\nb;2\n"), delimiter=";")), csv.Sniffer().sniff("a;b\n1;2\n").delimiter)
