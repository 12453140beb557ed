import sqlite3
db = sqlite3.connect(":memory:")
db.execute("create table t(id integer primary key, name text, n real)")
db.executemany("insert into t(name, n) values(?, ?)", [("a", 1.5), ("b", 2), ("c", None)])
print(db.execute("select name, n from t where n is not null order by n desc").fetchall(), db.total_changes)
db.create_function("twice", 1, lambda x: x * 2); print(db.execute("select twice(21), upper('x'), sum(n) from t").fetchone())
try: db.execute("select * from nothing")
except sqlite3.OperationalError as e: print(e)
