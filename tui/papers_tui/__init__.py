"""The reading room in a terminal; knows nothing of how articles are kept.

Textual reads its settings from the environment once, when it is first imported, so they are
given here, before anything can import it. Values that a reader has set are left alone.
"""

import os

# iTerm2 and others lose the text of an input method under the kitty keyboard protocol.
os.environ.setdefault("TEXTUAL_DISABLE_KITTY_KEY", "1")
# One frame a key: over a slow line every further frame is a wait.
os.environ.setdefault("TEXTUAL_ANIMATIONS", "none")
os.environ.setdefault("TEXTUAL_SMOOTH_SCROLL", "0")
# How long a frame may wait for more to draw: 4 ms. Nothing is drawn while nothing changes.
os.environ.setdefault("TEXTUAL_FPS", "250")
