from html.parser import HTMLParser
import html
class P(HTMLParser):
    def handle_starttag(self, t, a): print("<", t, a)
    def handle_endtag(self, t): print(">", t)
    def handle_data(self, d): print("=", repr(d))
P().feed("<p class='x'>a &amp; b<br/><b>c</p>")
print(html.escape("<a href='x'>&</a>"), html.unescape("&eacute;&#8364;&lt;"))
