import faulthandler, tempfile
f = open(tempfile.mkdtemp() + "/d", "w+"); faulthandler.enable(f); faulthandler.dump_traceback(f, all_threads=False); f.seek(0); print("most recent call first" in f.read(), faulthandler.is_enabled()); faulthandler.disable()
