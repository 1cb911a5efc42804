"""One truth in many dresses: how well the parser reads known articles that converters typeset.

    PYTHONPATH=tests python -m dresses

The articles are the samples and as many from a seed. Each dress is one way in which a page reaches
a library: exported by pandoc, printed and read back by pdftotext or tesseract, wrapped, scraped.
Every dress of an article has to give the same article.
"""
