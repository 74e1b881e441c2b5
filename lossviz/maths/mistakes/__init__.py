"""What is wrong with a call that was refused, and the remedy that leads out.

Only asked when a check has failed, so a correct call pays nothing for it:

- `looks` says what an array looks like: signs, class numbers, percentages, logits …
- `arguments` has the remedies for one argument, by what should be there and what it looks like;
- `call` has the roles that a loss gives its target and its prediction;
- `pairs`, with `targets` and `shapes`, finds the mistake that explains both together;
- `signatures` answers arguments that do not fit a function: `foreign_names` knows what `options`
  of other libraries are called here;
- `methods` words all this for those who asked for the gradient, and `code` finds what it quotes.

An error is a fault, a semicolon and a remedy. Code in back quotes can be run as it stands, with
``numpy`` and the functions of lossviz at hand: the tests run it, and compare what comes out with
the right number.
"""
