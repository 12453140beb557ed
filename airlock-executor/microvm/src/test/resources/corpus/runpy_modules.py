import runpy, tempfile
p = tempfile.mkdtemp() + "/s.py"; open(p, "w").write("print(__name__, x)\ny = x + 1\n"); print(runpy.run_path(p, {"x": 1}, run_name="ran")["y"])
