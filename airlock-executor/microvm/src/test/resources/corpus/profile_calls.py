import cProfile, pstats, io
def g(): return sum(range(100))
p = cProfile.Profile(); p.enable(); [g() for _ in range(10)]; p.disable(); s = io.StringIO(); st = pstats.Stats(p, stream=s); print(st.total_calls >= 20, any(k[2] == "g" for k in st.stats))
