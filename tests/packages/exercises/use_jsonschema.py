"""jsonschema: validation of documents

Refused: `rpds`, which it needs, is native code without a judged permit
"""

import jsonschema

schema = {"type": "object", "properties": {"n": {"type": "integer", "minimum": 0}}, "required": ["n"]}
jsonschema.validate({"n": 1}, schema)
for document in ({"n": -1}, {}, {"n": "x"}):
    print([error.message for error in jsonschema.Draft202012Validator(schema).iter_errors(document)])
