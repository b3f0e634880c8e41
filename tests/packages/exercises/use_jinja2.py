"""jinja2: templates with inheritance, filters, macros, its own sandbox"""

from jinja2 import DictLoader, Environment
from jinja2.sandbox import SandboxedEnvironment

environment = Environment(loader=DictLoader({"base": "<{% block b %}{% endblock %}>"}), autoescape=True)
page = environment.from_string(
    "{% extends 'base' %}{% macro m(x) %}[{{ x|upper }}]{% endmacro %}"
    "{% block b %}{% for x in xs if x %}{{ loop.index }}{{ m(x) }};{% else %}none{% endfor %}{% endblock %}"
)
print(page.render(xs=["a", "<b>", ""]), page.render(xs=[]))
print(SandboxedEnvironment().from_string("{{ ''.__class__ }}|{{ 'x'.upper() }}").render())
