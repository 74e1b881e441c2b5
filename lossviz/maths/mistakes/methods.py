"""A remedy for the loss, said to those who asked for its gradient.

The remedies hold code that calls losses. Where the gradient was asked for, they call that; and
where the gradient of such code is more than a call, they say that it gives the loss.
"""

from __future__ import annotations

import ast

from lossviz.maths.mistakes.code import QUOTED, last_statement
from lossviz.maths.mistakes.options import ARGUMENTS

_LOSS_ITSELF = " Code without gradient in it gives the loss itself."


def of_method(method: str, message: str) -> str:
    """Return an error message with the method of a loss in place of the loss."""
    told = QUOTED.sub(lambda found: f"`{_calling(method, found[1]) or found[1]}`", message)
    values = [code for code in QUOTED.findall(told) if _is_value(code, method)]
    return told + _LOSS_ITSELF if values else told


def _calling(method: str, code: str) -> str | None:
    """The code with the method, if its value is a call's, or for the gradient a part of that."""
    expression = _expression(code)
    if isinstance(expression, ast.BinOp) and method == "gradient":
        expression = expression.left if isinstance(expression.op, ast.Div) else None
    if not isinstance(expression, ast.Call) or not isinstance(expression.func, ast.Name):
        return None
    # The gradient is with respect to the last one. Another factor is due where that is made from
    # what the caller has.
    last = expression.args[-1] if expression.args else None
    if not isinstance(last, ast.Name) or last.id not in ARGUMENTS:
        return None
    end = code.rindex(f"{expression.func.id}(") + len(expression.func.id)
    return f"{code[:end]}.{method}{code[end:]}"


def _is_value(code: str, method: str) -> bool:
    return f".{method}(" not in code and isinstance(_expression(code), (ast.Call, ast.BinOp))


def _expression(code: str) -> ast.expr | None:
    """What the code ends with, unless that is an assignment or no code."""
    last = last_statement(code)
    return last.value if isinstance(last, ast.Expr) else None
