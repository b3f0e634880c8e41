"""The importer is given a spec with a property for its name

Technique: module_from_spec and the permitted loader read spec.name more than once; the first answers are
  harmless
Versions: 3.11 3.12 3.13
Origin: own idea
Expected: ImportError or AttributeError or TypeError
"""

try:
    import importlib.util

    class Spec:
        answers = ["posix"]
        origin = "built-in"
        loader_state = submodule_search_locations = cached = None
        has_location = _set_fileattr = False
        parent = ""

        def __init__(self, loader):
            self.loader = loader

        @property
        def name(self):
            answers = self.answers
            return answers.pop(0) if len(answers) > 1 else answers[0]

    loader = importlib.util.find_spec("_abc").loader
    module = loader.create_module(Spec(loader))
    loader.exec_module(module)
    loot = module.listdir("/")
except BaseException as error:
    print(f"REFUSED: {type(error).__name__}: {error}")
else:
    print(f"ESCAPED: {loot!r:.120}")
