"""packaging: versions, requirements, markers, tags

Before: sys.modules["subprocess"] = types.ModuleType("subprocess")
"""

from packaging.markers import Marker
from packaging.requirements import Requirement
from packaging.specifiers import SpecifierSet
from packaging.utils import canonicalize_name
from packaging.version import Version

print(sorted(map(Version, ["1.10", "1.9", "1.10rc1", "1!0.1"])), Version("1.2") in SpecifierSet(">=1.1,<2"))
wanted = Requirement("Thing[x,y]>=2; python_version > '3'")
print(canonicalize_name(wanted.name), sorted(wanted.extras), wanted.specifier)
print(Marker("os_name == 'nothing'").evaluate({"os_name": "nothing"}))
