import cmd, io
class Sh(cmd.Cmd):
    prompt = ""
    def do_greet(self, a): "greets"; print("hello", a, file=self.stdout)
    def do_quit(self, a): return True
o = io.StringIO(); s = Sh(stdin=io.StringIO("greet bob\nwhat\nquit\n"), stdout=o); s.use_rawinput = False; s.cmdloop(); print(o.getvalue())
