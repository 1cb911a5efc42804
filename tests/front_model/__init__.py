"""The model that labels the lines of an article's front: made from invented fronts."""
