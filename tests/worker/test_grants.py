"""What an application grants, what a guest lends, and calls within calls."""

from __future__ import annotations

import asyncio
import gc
import os
import threading
import weakref
from typing import Any

import pytest

import objcap
from objcap import AsyncSandbox, GuestError, Sandbox


class Counter:
    def __init__(self) -> None:
        self.value = 0

    def add(self, number: int = 1) -> int:
        self.value += number
        return self.value

    def __call__(self) -> int:
        return self.value


def test_what_can_be_granted() -> None:
    counter = Counter()
    named = objcap.capability(lambda x: x * 2, "double")
    grants = {"f": lambda a, *, b: (a, b), "add": counter.add, "counter": counter, "double": named, "n": [1]}
    with Sandbox(grant=grants) as box:
        assert box.eval("f(1, b={2: 3})") == (1, {2: 3})
        assert box.eval("add(5), add(), counter()") == (5, 6, 6)
        assert box.eval("double(4)") == 8
        box.exec("n.append(2)")
        assert box.eval("n") == [1, 2] and grants["n"] == [1]
        box.grant("later", max)
        assert box.eval("later(1, 9)") == 9
        assert box.eval("add.__name__") == "add"


def test_exceptions_cross_as_type_and_message() -> None:
    def missing() -> None:
        os.stat("/nothing/secret/here")

    class Mine(LookupError):
        pass

    def mine() -> None:
        raise Mine("text")

    source = (
        "def attempt(f):\n    try: f()\n"
        "    except Exception as e: return type(e).__name__, str(e), e.__traceback__.tb_next is None"
    )
    with Sandbox(grant={"missing": missing, "mine": mine, "bad": lambda: object()}) as box:
        box.exec(source)
        name, message, alone = box.eval("attempt(missing)")
        assert name == "FileNotFoundError" and "secret" not in message and alone
        assert box.eval("attempt(mine)")[:2] == ("LookupError", "text")
        assert box.eval("attempt(bad)")[0] == "TypeError"


@pytest.mark.parametrize(
    "error", [TimeoutError("t"), EOFError("e"), OSError(5, "o"), MemoryError("m"), ValueError("limit")]
)
def test_exceptions_of_grants_are_not_those_of_the_channel(error: Exception) -> None:
    def fail() -> None:
        raise error

    with Sandbox(grant={"fail": fail}) as box:
        assert box.run(f"try: fail()\nexcept {type(error).__name__}: x = 1\nx").value == 1
        assert box.eval("1") == 1


def test_errors_of_another_sandbox_cross_as_runtime_error() -> None:
    with Sandbox() as other, Sandbox(grant={"f": lambda: other.eval("1 / 0")}) as box:
        assert box.run("try: f()\nexcept RuntimeError as e: x = str(e)\nx").value.startswith(
            "ZeroDivisionError"
        )


def test_revoke() -> None:
    with Sandbox(grant={"f": lambda: 1, "n": 1}) as box:
        box.exec("kept = [f]")
        box.revoke("f")
        with pytest.raises(GuestError, match="revoked"):
            box.eval("kept[0]()")
        with pytest.raises(KeyError):
            box.revoke("f")
        with pytest.raises(KeyError):
            box.revoke("n")
        box.grant("f", lambda: 2)
        assert box.eval("f()") == 2


def test_functions_of_the_guest_are_lent() -> None:
    with Sandbox(grant={"apply": lambda f, *a, **k: f(*a, **k)}) as box:
        assert box.eval("apply(lambda x, y: x + y, 1, y=2)") == 3
        assert box.eval("apply(lambda: apply(lambda: apply(lambda: 7)))") == 7
        source = "try: apply(lambda: 1 // 0)\nexcept RuntimeError as e: x = str(e)\nx"
        assert box.run(source).value.startswith("ZeroDivisionError")
        with pytest.raises(GuestError, match="not callable"):
            box.exec("apply(lambda: apply(5))")
        assert box.run("import sys\napply(lambda: sys.exit(4))").exit == 4
        assert box.eval("1") == 1


def test_nesting_has_an_end() -> None:
    with Sandbox(grant={"apply": lambda f: f()}, wall=120) as box:
        box.exec("def f(): return apply(f)")
        with pytest.raises(GuestError, match="RecursionError"):
            box.eval("f()")
        assert box.eval("1") == 1


def test_a_grant_may_use_the_sandbox() -> None:
    with Sandbox() as box:
        box.grant("again", lambda n: n and 1 + box.eval(f"again({n - 1})"))
        assert box.eval("again(10)") == 10
        box.grant("bad", lambda: box.eval("1 / 0"))
        assert box.run("try: bad()\nexcept RuntimeError: x = 'seen'\nx").value == "seen"
        box.grant("more", lambda: box.grant("extra", lambda: "extra"))
        assert box.run("more()\nextra()").value == "extra"
        box.grant("take", lambda: box.revoke("take"))
        with pytest.raises(GuestError, match="revoked"):
            box.exec("take()\ntake()")


def test_a_grant_that_closes_the_sandbox() -> None:
    with Sandbox() as box:
        box.grant("end", box.close)
        with pytest.raises(objcap.SandboxClosed):
            box.exec("end()")
        assert not box.alive


def test_a_lent_function_ends_with_its_call() -> None:
    kept: list[Any] = []
    with Sandbox(grant={"keep": kept.append, "use": lambda: kept[0]()}) as box:
        box.exec("keep(lambda: 1)")
        with pytest.raises(RuntimeError, match="only while the call lasts"):
            kept[0]()
        with pytest.raises(GuestError, match="only while the call lasts"):
            box.exec("use()")
        assert box.eval("1") == 1
    with pytest.raises(RuntimeError):
        kept[0]()


def test_a_lent_function_belongs_to_the_thread_of_its_call() -> None:
    seen: list[BaseException] = []

    def elsewhere(function: Any) -> None:
        def use() -> None:
            try:
                function()
            except BaseException as error:
                seen.append(error)

        thread = threading.Thread(target=use)
        thread.start()
        thread.join()

    with Sandbox(grant={"elsewhere": elsewhere}) as box:
        box.exec("elsewhere(lambda: 1)")
        assert isinstance(seen[0], RuntimeError)
        assert box.eval("1") == 1


def test_grants_that_return_capabilities() -> None:
    made: list[weakref.ref[Any]] = []

    def make(n: int) -> Any:
        capability = objcap.capability(lambda: n, f"number{n}")
        made.append(weakref.ref(capability))
        return capability

    with Sandbox(grant={"make": make}) as box:
        box.exec("a, b = make(1), make(2)")
        assert box.eval("a(), b()") == (1, 2)
        assert box.eval("a")() == 1
        box.exec("del a")
        box.eval("1")
        gc.collect()
        assert made[0]() is None and made[1]() is not None


def test_a_capability_that_comes_back_may_be_sent_again() -> None:
    with Sandbox(grant={"make": lambda: objcap.capability(lambda: 5, "five")}) as box:
        box.exec("def call(f): return f()")
        for _ in range(3):
            assert box.call("call", box.eval("make()")) == 5
            assert box.call("call", box.eval("[make()]")[0]) == 5


def test_capabilities_passed_to_the_guest_are_let_go() -> None:
    made: list[weakref.ref[Any]] = []
    with Sandbox() as box:
        box.exec("def f(x): return x()")
        for number in range(10):
            capability = objcap.capability(lambda number=number: number, "n")
            made.append(weakref.ref(capability))
            assert box.call("f", capability) == number
        del capability
        box.eval("1")
        gc.collect()
        assert not any(found() for found in made)


def test_what_a_failed_answer_does_as_it_goes_belongs_to_its_call() -> None:
    calls: list[int] = []
    with Sandbox(grant={"told": calls.append}) as box:
        box.exec("class A:\n    def __del__(self): told(1)")
        with pytest.raises(GuestError, match="TypeError"):
            box.eval("A()")
        assert calls == [1]
        assert box.eval("2") == 2


def test_a_coroutine_in_a_plain_sandbox_is_a_type_error() -> None:
    async def later() -> int:
        return 1

    with Sandbox(grant={"later": later}) as box, pytest.raises(GuestError, match="AsyncSandbox") as caught:
        box.eval("later()")
    assert caught.value.type == "TypeError"


# ---------------------------------------------------------------- asyncio


def test_asynchronous_grants() -> None:
    async def main() -> None:
        loop = asyncio.get_running_loop()

        async def later(x: int) -> int:
            assert asyncio.get_running_loop() is loop
            await asyncio.sleep(0.001)
            if x < 0:
                raise KeyError("negative")
            return x + 1

        async with AsyncSandbox(grant={"later": later, "plain": lambda: 3}) as box:
            assert await box.eval("later(1) + plain()") == 5
            assert (await box.run("later(x)", {"x": 4})).value == 5
            with pytest.raises(GuestError, match="KeyError"):
                await box.exec("later(-1)")
            async with await box.fork() as twin:
                assert await twin.eval("later(6)") == 7
            await box.grant("more", later)
            await box.exec("def f(x): return more(x)")
            assert await box.call("f", 1) == 2
            assert box.alive and box.stdout == "" and box.stderr == "" and box.walls
        assert not box.alive

    asyncio.run(main())


def test_cancelled_calls() -> None:
    async def main() -> None:
        cancelled = asyncio.Event()

        async def forever() -> None:
            try:
                await asyncio.sleep(1000)
            finally:
                cancelled.set()

        async with AsyncSandbox() as box:
            task = asyncio.create_task(box.exec("while 1: pass"))
            await asyncio.sleep(0.1)
            task.cancel()
            with pytest.raises(asyncio.CancelledError):
                await task
        async with AsyncSandbox(grant={"forever": forever}) as box:
            task = asyncio.create_task(box.exec("forever()"))
            await asyncio.sleep(0.1)
            task.cancel()
            with pytest.raises(asyncio.CancelledError):
                await task
            await asyncio.wait_for(cancelled.wait(), 60)

    asyncio.run(main())


def test_the_wall_ends_an_asynchronous_grant() -> None:
    async def main() -> None:
        async def forever() -> None:
            await asyncio.sleep(1000)

        async with AsyncSandbox(grant={"forever": forever}, wall=0.5) as box:
            with pytest.raises(objcap.WallLimit):
                await box.exec("forever()")

    asyncio.run(main())


def test_closing_while_an_asynchronous_grant_runs() -> None:
    async def main() -> None:
        async def forever() -> None:
            await asyncio.sleep(1000)

        async with AsyncSandbox(grant={"forever": forever}) as box:
            task = asyncio.create_task(box.exec("forever()"))
            await asyncio.sleep(0.1)
        with pytest.raises(objcap.SandboxError):
            await task

    asyncio.run(main())


def test_what_was_granted_before_under_a_name_is_revoked_too() -> None:
    with Sandbox(grant={"f": lambda: 1}) as box:
        box.exec("first = f")
        box.grant("f", lambda: 2)
        assert box.eval("(first(), f())") == (1, 2)
        box.revoke("f")
        for call in ("first()", "f()"):
            with pytest.raises(GuestError, match="PermissionError"):
                box.eval(call)


def test_source_is_a_str() -> None:
    with Sandbox() as box:
        for method in (box.run, box.exec, box.eval):
            with pytest.raises(TypeError, match="source must be a str, not bytes"):
                method(b"1")  # type: ignore[arg-type]


def test_a_value_that_cannot_cross_is_named() -> None:
    with Sandbox() as box, pytest.raises(GuestError, match="TypeError: the value: cannot pass"):
        box.run("object()")
