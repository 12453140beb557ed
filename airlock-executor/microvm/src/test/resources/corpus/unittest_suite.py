import unittest, io
class T(unittest.TestCase):
    def setUp(self): self.x = [1]
    def test_ok(self): self.assertEqual(self.x, [1])
    def test_fail(self): self.assertIn(2, self.x)
    def test_error(self): raise RuntimeError("e")
    @unittest.skip("later")
    def test_skip(self): pass
    def test_sub(self):
        for i in range(3):
            with self.subTest(i=i): self.assertNotEqual(i, 1)
    def test_raises(self):
        with self.assertRaisesRegex(ValueError, "inv"): int("x")
r = unittest.TextTestRunner(stream=io.StringIO()).run(unittest.defaultTestLoader.loadTestsFromTestCase(T))
print(r.testsRun, [str(t[0]) for t in r.failures], [str(t[0]) for t in r.errors], len(r.skipped), r.wasSuccessful())
