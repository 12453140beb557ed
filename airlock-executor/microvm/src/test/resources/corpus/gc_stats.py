import gc, sys
gc.collect(); print(gc.get_threshold(), gc.is_tracked([]), gc.is_tracked(1)); a = []; print(sys.getrefcount(a), sys.getsizeof(0), len(gc.get_stats())); gc.disable(); print(gc.isenabled())
