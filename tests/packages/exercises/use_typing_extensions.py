"""typing-extensions: types for older versions"""

from typing_extensions import Annotated, NotRequired, Protocol, TypedDict, get_type_hints, runtime_checkable


class Movie(TypedDict):
    title: str
    year: NotRequired[Annotated[int, "positive"]]


@runtime_checkable
class Closes(Protocol):
    def close(self): ...


print(sorted(Movie.__required_keys__), get_type_hints(Movie, include_extras=False), isinstance(3, Closes))
