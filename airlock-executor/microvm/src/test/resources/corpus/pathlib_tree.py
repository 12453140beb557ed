from pathlib import Path
import tempfile
root = Path(tempfile.mkdtemp()); (root / "a" / "b").mkdir(parents=True); (root / "a" / "x.txt").write_text("hi\n"); (root / "a" / "b" / "y.py").write_bytes(b"pass")
print(sorted(p.relative_to(root).as_posix() for p in root.rglob("*")), [p.suffix for p in sorted(root.glob("a/*.txt"))], (root / "a/x.txt").read_text())
p = root / "a" / "x.txt"; q = p.rename(p.with_name("z.md")); print(q.exists(), p.exists(), q.stem, q.with_suffix(".rst").name, Path("a/../b").resolve().name, q.stat().st_size); q.unlink(); print(q.is_file()); p.touch(); print(p.stat().st_size, p.parent.name, Path("/a/b").parts)
