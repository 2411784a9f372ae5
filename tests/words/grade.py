"""Grades what stands on the first screen of help, by Flesch and Kincaid, as US school grades.

Reads the lines that the test `first_screens_in_sentences` prints. Fails when a screen needs more than grade 6; names the
screens and the sentences that need most.
"""

import re
import sys

import textstat

MOST = 6.0
LISTED = 8


def grade(text):
    return textstat.flesch_kincaid_grade(text)


def main():
    # The name of the test that cargo prints may stand before the first.
    screens = [line.rstrip("\n").split("screen\t", 1)[1].split("\t") for line in sys.stdin if "screen\t" in line]
    if len(screens) < 300:
        sys.exit(f"only {len(screens)} screens to grade")
    graded = sorted(((grade(text), name, text) for name, text in screens), reverse=True)
    too_hard = [screen for screen in graded if screen[0] > MOST]
    sentences = {sentence for _, _, text in graded for sentence in re.split(r"(?<=[.?…]) ", text)}
    print(f"{len(graded)} screens, grade {graded[0][0]} at most; the hardest sentences:")
    for sentence in sorted(sentences, key=grade, reverse=True)[:LISTED]:
        print(f"  {grade(sentence):5.1f}  {sentence}")
    for level, name, text in too_hard[:LISTED]:
        print(f"too hard, {level}: {name}: {text}")
    good = len(graded) - len(too_hard)
    print(f"{good} passed, {len(too_hard)} failed")
    sys.exit(1 if too_hard else 0)


main()
