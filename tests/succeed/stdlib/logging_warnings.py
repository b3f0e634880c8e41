"""logging and warnings print what they print on plain Python; files are refused."""

import io
import logging
import sys
import warnings

stream = io.StringIO()
handler = logging.StreamHandler(stream)
handler.setFormatter(logging.Formatter("%(levelname)s:%(name)s:%(funcName)s:%(lineno)d:%(message)s"))
logger = logging.getLogger("app.part")
logging.getLogger("app").addHandler(handler)
logging.getLogger("app").setLevel(logging.INFO)


def work() -> None:
    logger.info("started with %d items", 3)
    logger.debug("hidden")
    try:
        {}["missing"]
    except KeyError:
        logger.exception("failed")


work()
lines = stream.getvalue().splitlines()
assert lines[0] == f"INFO:app.part:work:{work.__code__.co_firstlineno + 1}:started with 3 items", lines[0]
assert lines[1].startswith("ERROR:app.part:work:") and lines[-1] == "KeyError: 'missing'"
assert "Traceback (most recent call last):" in lines
record = logging.makeLogRecord({"msg": "x", "processName": "p"})
assert record.getMessage() == "x"
logging.LoggerAdapter(logger, {"a": 1}).warning("adapted")
assert stream.getvalue().endswith(":adapted\n")

logging.basicConfig(
    stream=stream,
    format="%(asctime)s %(process)d %(threadName)s %(message)s",
    level=logging.WARNING,
    force=True,
)
logging.warning("root")
assert stream.getvalue().splitlines()[-1].endswith(" MainThread root")
try:
    logging.FileHandler("app.log")
except PermissionError as error:
    assert "objcap" in str(error)
else:
    raise AssertionError("a log file was opened")

with warnings.catch_warnings(record=True) as caught:
    warnings.simplefilter("always")
    warnings.warn("old", DeprecationWarning, stacklevel=1)
    compile("1 is 1", "<warned>", "eval")
assert [w.category for w in caught] == [DeprecationWarning, SyntaxWarning] and str(caught[0].message) == "old"
with warnings.catch_warnings():
    warnings.simplefilter("error")
    try:
        warnings.warn("raised")
    except UserWarning as error:
        assert str(error) == "raised"
    else:
        raise AssertionError("the warning was not raised")

saved, sys.stderr = sys.stderr, io.StringIO()
try:
    with warnings.catch_warnings():
        warnings.simplefilter("always")
        warnings.warn("shown")
    text = sys.stderr.getvalue()
finally:
    sys.stderr = saved
assert "UserWarning: shown" in text, text
logging.captureWarnings(True)
warnings.warn("to the log")
logging.captureWarnings(False)
assert "UserWarning: to the log" in stream.getvalue()
print("ok")
