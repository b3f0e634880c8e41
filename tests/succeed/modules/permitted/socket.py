"""A module of the user's own, under the name of a refused one."""

ANSWER = "from the permitted path"
