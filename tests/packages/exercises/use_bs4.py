"""beautifulsoup4: finding and changing elements of HTML"""

from bs4 import BeautifulSoup

page = BeautifulSoup("<p class=a>one <b>two</b><p id=x>three & four", "html.parser")
print([tag.get_text() for tag in page.find_all("p")], page.select_one("#x").name, page.b.parent["class"])
page.b.string = "<new>"
print(page.prettify())
