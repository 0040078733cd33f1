"""The rules: from a module's source to the small mistakes that can be made in its functions."""

from __future__ import annotations

import ast
import hashlib
import re
from collections import Counter
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import Final, Literal, cast

Rule = Literal["negate if", "drop call", "drop raise", "bound"]
"""Negate the condition of an `if`; leave a call that stands alone, awaited or not, out; leave a `raise` out; make a
bound a thousand times as large.  An `await` whose value is used is left alone: what comes of it is no value at all."""

_FACTOR: Final = 1000
_NOTHING: Final = "pass"
_CONSTANT: Final = re.compile(r"_?[A-Z][A-Z0-9_]*")
_BOUNDS_SOMETHING: Final = re.compile(r"limit|max|min|most|least|size|count|depth|timeout|within|bytes|_s$")
"""Names of arguments that a number bounds something for."""


@dataclass(frozen=True, slots=True)
class Edit:
    """One mistake: the bytes from `start` to `end` of the file at `path` become `text`.

    `line` is the source of its lines in one; `nth` counts the edits of one rule in one function whose lines read the
    same.
    """

    path: str
    function: str
    rule: Rule
    number: int
    lines: int
    line: str
    nth: int
    start: int
    end: int
    text: str

    @property
    def id(self) -> str:
        """A short name that stays as long as the line is not rewritten, wherever it moves in its function."""
        return hashlib.sha256("\0".join(map(str, self.key)).encode()).hexdigest()[:8]

    @property
    def key(self) -> tuple[str, str, str, str, int]:
        """What tells it from all others."""
        return (self.path, self.function, self.rule, self.line, self.nth)

    def applied(self, source: str) -> str:
        """The source with this mistake in it."""
        data = source.encode()
        return (data[: self.start] + self.text.encode() + data[self.end :]).decode()

    def shown(self, source: str) -> str:
        """The line as it reads with the mistake in it, or which one is left out."""
        if self.text == _NOTHING:
            return f"without: {self.line}"
        added = self.text.count("\n") - source.encode()[self.start : self.end].count(b"\n")
        last = self.number + self.lines - 1 + added
        return " ".join(" ".join(self.applied(source).split("\n")[self.number - 1 : last]).split())


def numbers_of(source: str) -> set[str]:
    """Names of the module's constants that are numbers."""
    found = set()
    for node in ast.parse(source).body:
        value = node.value if isinstance(node, ast.Assign | ast.AnnAssign) else None
        targets = node.targets if isinstance(node, ast.Assign) else [getattr(node, "target", None)]
        if value is not None and _is_number(value):
            found |= {one.id for one in targets if isinstance(one, ast.Name) and _CONSTANT.fullmatch(one.id)}
    return found


def edits_of(source: str, path: str, constants: Collection[str]) -> list[Edit]:
    """All mistakes that the rules make in a module's functions, in the order of their lines.

    `constants` are the numbers that bounds are made of as the module spells them: "MAX_BYTES", "limits.MAX_BYTES".
    """
    lines = source.encode().split(b"\n")
    begins = [0]
    for line in lines:
        begins.append(begins[-1] + len(line) + 1)

    def place(number: int, column: int) -> int:
        return begins[number - 1] + column

    seen: Counter[tuple[str, str, str]] = Counter()
    edits = []
    for function, rule, node in sorted(_found(ast.parse(source), "", constants), key=lambda one: _position(one[2])):
        assert node.end_lineno is not None
        assert node.end_col_offset is not None
        start, end = place(node.lineno, node.col_offset), place(node.end_lineno, node.end_col_offset)
        old = source.encode()[start:end].decode()
        text = " ".join(b" ".join(lines[node.lineno - 1 : node.end_lineno]).decode().split())
        seen[function, rule, text] += 1
        edits.append(
            Edit(
                path,
                function,
                rule,
                node.lineno,
                node.end_lineno - node.lineno + 1,
                text,
                seen[function, rule, text],
                start,
                end,
                _new(rule, old),
            )
        )
    return edits


def _new(rule: Rule, old: str) -> str:
    if rule == "negate if":
        return f"not ({old})"
    return f"({_FACTOR} * {old})" if rule == "bound" else _NOTHING


def _position(node: ast.stmt | ast.expr) -> tuple[int, int]:
    return node.lineno, node.col_offset


def _found(tree: ast.AST, function: str, constants: Collection[str]) -> Iterator[tuple[str, Rule, ast.stmt | ast.expr]]:
    """What can be edited below a node, with the name of the function that it is in ("" outside of any)."""
    for node in ast.iter_child_nodes(tree):
        if isinstance(node, ast.JoinedStr):
            continue  # text: a bound in it bounds nothing
        if function:
            yield from ((function, rule, one) for rule, one in _of(node, constants))
        inside = function
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            inside = f"{function}.{node.name}".lstrip(".")
            if isinstance(node, ast.ClassDef):
                yield from _in_class(node, inside, constants)
                continue
            yield from ((inside, "bound", one) for one in _defaults(node.args, constants))
            for statement in node.body:
                yield from _found(ast.Module([statement], []), inside, constants)
            continue
        yield from _found(node, inside, constants)


def _in_class(
    node: ast.ClassDef, name: str, constants: Collection[str]
) -> Iterator[tuple[str, Rule, ast.stmt | ast.expr]]:
    for statement in node.body:
        if isinstance(statement, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            for function, rule, one in _found(ast.Module([statement], []), "", constants):
                yield f"{name}.{function}", rule, one


def _of(node: ast.AST, constants: Collection[str]) -> Iterator[tuple[Rule, ast.stmt | ast.expr]]:
    if isinstance(node, ast.If):
        yield "negate if", node.test
    elif isinstance(node, ast.Raise):
        yield "drop raise", node
    elif isinstance(node, ast.Expr):
        called = node.value.value if isinstance(node.value, ast.Await) else node.value
        if isinstance(called, ast.Call):
            yield "drop call", node
    elif _is_bound_constant(node, constants):
        yield "bound", cast(ast.expr, node)
    elif isinstance(node, ast.Compare):
        if not any(isinstance(one, ast.Lt | ast.LtE | ast.Gt | ast.GtE) for one in node.ops):
            return
        yield from (("bound", one) for one in (node.left, *node.comparators) if _is_literal(one))
    elif isinstance(node, ast.Call):
        if isinstance(node.func, ast.Name) and node.func.id in {"min", "max"}:
            yield from (("bound", one) for one in node.args if _is_literal(one))
        for keyword in node.keywords:
            if _is_literal(keyword.value) and _BOUNDS_SOMETHING.search(keyword.arg or ""):
                yield "bound", keyword.value


def _defaults(arguments: ast.arguments, constants: Collection[str]) -> Iterator[ast.expr]:
    for default in (*arguments.defaults, *arguments.kw_defaults):
        if default is not None and (_is_literal(default) or _is_bound_constant(default, constants)):
            yield default


def _is_bound_constant(node: ast.AST, constants: Collection[str]) -> bool:
    return isinstance(node, ast.Name | ast.Attribute) and ast.unparse(node) in constants


def _is_literal(node: ast.expr) -> bool:
    """Whether this is a number that a thousand times is another one."""
    return isinstance(node, ast.Constant) and type(node.value) in {int, float} and bool(node.value)


def _is_number(node: ast.expr) -> bool:
    if isinstance(node, ast.BinOp):
        return _is_number(node.left) and _is_number(node.right)
    return _is_literal(node)
