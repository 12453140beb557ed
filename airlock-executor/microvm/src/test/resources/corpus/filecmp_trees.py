import filecmp, os, tempfile
d = tempfile.mkdtemp()
for n, t in (("a/x", "1"), ("a/y", "2"), ("b/x", "1"), ("b/z", "3")): os.makedirs(os.path.dirname(d + "/" + n), exist_ok=True); open(d + "/" + n, "w").write(t)
c = filecmp.dircmp(d + "/a", d + "/b"); print(c.left_only, c.right_only, c.common_files, c.same_files, filecmp.cmp(d + "/a/x", d + "/b/x", shallow=False))
