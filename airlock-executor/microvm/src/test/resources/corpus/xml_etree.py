import xml.etree.ElementTree as E
r = E.fromstring("<r><i n='1'>a</i><i n='2'><s/>tail</i></r>")
print([(i.get("n"), i.text) for i in r.findall("i")], r.find("i[@n='2']/s").tail)
n = E.SubElement(r, "new", k="v"); n.text = "<>&"; E.indent(r); print(E.tostring(r, encoding="unicode"))
try: E.fromstring("<a><b></a>")
except E.ParseError as e: print(e, e.position)
