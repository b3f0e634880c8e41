"""attrs: classes with validators, converters, slots, evolve"""

import attr
import attrs


@attrs.define(order=True)
class Point:
    x: int
    y: int = attrs.field(default=2, validator=attrs.validators.instance_of(int), converter=int)
    tags: list = attrs.field(factory=list, eq=False, order=False)


point = Point(1, "3")
print(point, attrs.asdict(point), attrs.evolve(point, x=9), Point(0) < point, hasattr(point, "__dict__"))
try:
    Point(1, None)
except TypeError as error:
    print(type(error).__name__)
print([field.name for field in attr.fields(Point)], attr.make_class("C", ["a", "b"])(1, 2))
