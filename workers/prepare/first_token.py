"""Leave out what a graph works out for tokens that nobody reads.

A CLIP image tower answers with its first token alone.  Behind the last attention every token goes its own way, so that
there the other 49 of a ViT-B/32 are work for nothing: a sixteenth of all its multiplications.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from onnx import GraphProto, ModelProto, NodeProto, helper

_ELEMENTWISE: Final = frozenset({"Add", "Sub", "Mul", "Div", "Sigmoid", "Erf", "Tanh"})


def keep_first_token(model: ModelProto) -> bool:
    """Let a graph take its one token as early as it can, in place; the outcome stays the same.

    Returns whether there was anything to leave out: False for a graph that reads all tokens.
    """
    graph = model.graph
    ranks = _ranks_of_weights(graph)
    takers = [node for node in graph.node if node.op_type == "Gather" and _axis(node) == 1]
    if len(takers) != 1:
        return False
    taker = takers[0]
    later = _only_for(taker, graph.node, ranks)
    if not later:
        return False
    made_later = {node.output[0] for node in graph.node if node.name in later}
    nodes: list[NodeProto] = []
    taken: dict[str, str] = {}
    for node in graph.node:
        if node.name == taker.name:
            nodes.append(helper.make_node("Identity", [taker.input[0]], list(taker.output), name=taker.name))
            continue
        for index, name in enumerate(node.input if node.name in later else ()):
            if name in ranks or name in made_later:
                continue
            if name not in taken:
                taken[name] = f"{name}_first"
                inputs = [name, taker.input[1]]
                nodes.append(helper.make_node("Gather", inputs, [taken[name]], name=taken[name], axis=1))
            node.input[index] = taken[name]
        nodes.append(node)
    del graph.node[:]
    graph.node.extend(nodes)
    del graph.value_info[:]  # shapes that were noted down are other ones now
    return True


def _ranks_of_weights(graph: GraphProto) -> dict[str, int]:
    """Every tensor that no picture changes, and how many axes it has."""
    ranks = {tensor.name: len(tensor.dims) for tensor in graph.initializer}
    for node in graph.node:
        if node.op_type == "Constant":
            ranks[node.output[0]] = len(node.attribute[0].t.dims)
        elif node.op_type == "Identity" and node.input[0] in ranks:
            ranks[node.output[0]] = ranks[node.input[0]]
    return ranks


def _only_for(taker: NodeProto, nodes: Sequence[NodeProto], ranks: Mapping[str, int]) -> set[str]:
    """Names of the nodes that treat each token alike and whose outcome goes nowhere but to `taker`."""
    users: dict[str, set[str]] = {}
    for node in nodes:
        for name in node.input:
            users.setdefault(name, set()).add(node.name)
    later: set[str] = set()
    for node in reversed(nodes):
        if not _token_by_token(node, ranks):
            continue
        used_by = users.get(node.output[0], set())
        if used_by and used_by <= later | {taker.name}:
            later.add(node.name)
    return later


def _token_by_token(node: NodeProto, ranks: Mapping[str, int]) -> bool:
    """Whether a node makes each token's outcome of that token and weights that are the same for all."""
    match node.op_type:
        case "MatMul":
            return ranks.get(node.input[1]) == 2
        case "LayerNormalization":
            return _axis(node, -1) == -1
        case _:
            return node.op_type in _ELEMENTWISE and all(ranks.get(name, 0) < 2 for name in node.input)


def _axis(node: NodeProto, default: int = 0) -> int:
    return next((attribute.i for attribute in node.attribute if attribute.name == "axis"), default)
