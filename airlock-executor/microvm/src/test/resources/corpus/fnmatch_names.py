import fnmatch
print(fnmatch.filter(["a.py", "B.PY", "c.txt"], "*.py"), fnmatch.fnmatchcase("abc", "a[!x]?"), fnmatch.translate("*.[ch]"))
