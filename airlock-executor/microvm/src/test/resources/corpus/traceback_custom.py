class Problem(Exception):
    def __str__(self): return "told\nin two lines"
raise Problem()
