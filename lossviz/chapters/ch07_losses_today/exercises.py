"""The predictions and exercises of chapter 7: the losses people use today."""

PREDICTIONS = {}
EXERCISES = {}
