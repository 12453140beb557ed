import xml.sax, xml.dom.minidom as m
class H(xml.sax.ContentHandler):
    def startElement(self, n, a): print("start", n, dict(a))
    def characters(self, c): print("chars", repr(c))
xml.sax.parseString(b"<a x='1'>t<b/></a>", H())
d = m.parseString("<a><b k='v'>t</b></a>"); print(d.getElementsByTagName("b")[0].getAttribute("k"), d.documentElement.toprettyxml(indent=" "))
