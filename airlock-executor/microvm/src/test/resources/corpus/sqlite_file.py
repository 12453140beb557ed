import sqlite3, tempfile, os
folder = tempfile.mkdtemp(); path = os.path.join(folder, "x.db")
with sqlite3.connect(path) as db:
    db.execute("create table t(a, b)"); db.executemany("insert into t values(?, ?)", ((i, str(i) * 10) for i in range(2000)))
db.close()
db = sqlite3.connect(path)
print(db.execute("select count(*), sum(a), max(length(b)) from t").fetchone(), os.listdir(folder))
db.execute("pragma journal_mode=delete"); db.execute("begin"); db.execute("delete from t"); db.rollback(); print(db.execute("select count(*) from t").fetchone()); db.execute("vacuum"); db.close()
