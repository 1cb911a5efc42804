"""What two names of a work ask of its author and year, to be of one work."""

from typing import Literal

Need = Literal[-2, 0, 1, 2]
"""What author and year must say for two names to be of one work, each 1 for it, -1 against it and
0 where unknown: nothing (for a DOI), no more against than for it, one for it, both for it."""

CERTAIN: Need = -2
WHOLE: Need = 0
PART: Need = 1
SHORT: Need = 2
