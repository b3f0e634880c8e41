"""markupsafe: escaping and formatting"""

from markupsafe import Markup, escape

print(escape("<a href='x'>"), Markup("<b>%s</b>") % "<i>", Markup("<b>&amp; b</b>").striptags())
print(Markup("{0}{x}").format("<", x=Markup("<br>")), Markup("a") + "<")
