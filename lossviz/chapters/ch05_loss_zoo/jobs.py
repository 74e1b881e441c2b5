"""Eight job cards: a person, data, and what a mistake costs. The notebook tells their stories."""

from __future__ import annotations

from lossviz.chapters.ch05_loss_zoo.job_cards import MANY, ONE, Card, JobCards

_NO_MIDDLE = (
    "This loss would give the middle of what may come. The job is about sums, and about large "
    "misses that cost more than their share."
)
_PROBABILITY = "This loss gives a side and no probability, and the wards need one."
_PRICES = "The two sides have different prices here, and this loss pulls equally hard on both."

CARDS = {
    1: Card(  # energy: the mean
        loss="mean_squared_error",
        layer=ONE,
        look="A number is wanted. What makes a miss twice as large cost four times as much?",
        wrong={
            "mean_absolute_error": _NO_MIDDLE,
            "huber": "This loss stops listening to large misses. Here they are real, and dearest.",
            "pinball": "Too much and too little cost the same here.",
        },
    ),
    2: Card(  # thermometers: some targets are wrong
        loss="huber",
        layer=ONE,
        look="A number is wanted. Which pull grows for small errors and stops for slips?",
        wrong={
            "mean_squared_error": "One slipped point in fifty, and this loss listens to the slips "
            "most.",
            "mean_absolute_error": "Near, this loss doesn't fade and has a kink. The good readings "
            "are good to a tenth, and Ole wants to use that.",
            "pinball": "A value too high and a value too low are equally bad here.",
        },
    ),
    3: Card(  # rolls: a quantile
        loss="pinball",
        layer=ONE,
        number=r"\.80?\b|\b4 ?/ ?5\b",
        look="A number is wanted, and too many and too few have different prices.",
        wrong={
            "mean_squared_error": _PRICES,
            "mean_absolute_error": f"{_PRICES} It would run out of rolls every other day.",
            "huber": f"{_PRICES} Where it bends makes no difference to that.",
        },
    ),
    4: Card(  # patients: a probability
        loss="sigmoid_cross_entropy",
        layer=ONE,
        look="Yes or no is asked, and each ward has its own prices. What must they be told?",
        wrong={
            "hinge": _PROBABILITY,
            "exponential": f"{_PROBABILITY} It also listens most to the wrongly entered cases.",
            "sparse_softmax_cross_entropy": "With two classes that works, with one number more "
            "than is needed. Which loss asks yes or no?",
            "mean_squared_error": "Behind a sigmoid this loss hardly pulls where it is wrong and "
            "sure, and without one it punishes being too right.",
        },
    ),
    5: Card(  # keywords: many yes or no
        loss="sigmoid_cross_entropy",
        layer=MANY,
        look="How many keywords can be right for one photo?",
        wrong={
            "sparse_softmax_cross_entropy": "This loss lets one keyword win, and all others lose. "
            "Jun's photos have three, or none.",
            "softmax_cross_entropy": "Shares that sum to 1 make keywords compete. One photo can "
            "show a dog and a beach, both for sure.",
        },
    ),
    6: Card(  # digits: one of ten
        loss="sparse_softmax_cross_entropy",
        layer=MANY,
        look="Exactly one of ten is right, and the labels are whole numbers.",
        wrong={
            "softmax_cross_entropy": "This one expects a row of shares for each letter. Theo's "
            "labels are plain numbers from 0 to 9.",
            "mean_squared_error": "To this loss a 3 taken for an 8 is worse than a 3 taken for "
            "a 4. Digits have no distance.",
            "sigmoid_cross_entropy": "Ten separate questions allow two answers for one digit. "
            "Which loss knows that exactly one is right?",
        },
    ),
    7: Card(  # elections: shares
        loss="softmax_cross_entropy",
        layer=MANY,
        look="The targets are shares, and so are the forecasts.",
        wrong={
            "sparse_softmax_cross_entropy": "This one expects the number of one class as a label. "
            "Lea's targets are five shares.",
            "mean_squared_error": "It would take any five numbers, below 0 and above 1 as well. "
            "Which loss compares two distributions?",
            "sigmoid_cross_entropy": "Five separate questions forget that the shares sum to 1.",
        },
    ),
    8: Card(  # a chip: few samples
        loss="hinge",
        layer=ONE,
        look="No probability is asked for, and few samples may be kept. Which pull is exactly 0 "
        "for most of them?",
        wrong={
            "sigmoid_cross_entropy": "Its pull is never exactly 0, so every sample stays part of "
            "the model.",
            "exponential": "Its pull never ends, and one wrong label can outshout all others.",
        },
    ),
}

JOB_CARDS = JobCards(
    cards=CARDS,
    why=(
        "You have read from a job what its mistakes cost, and from that what should pull. The call "
        "was the easy part."
    ),
    hints=(
        "First ask what comes out: a number, a side, one of K, shares of K, or any number of K?",
        "For a number: who should be heard, and does the far one count more? For sides: does "
        "anybody need a probability?",
        "In this chapter every loss takes the last numbers as they are: no card needs a sigmoid "
        "or a softmax layer. So the only question is how many numbers.",
        "The table of section 6 has a row for every card. Card 3 needs one number more, from its "
        "two prices.",
    ),
)
