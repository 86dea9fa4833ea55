"""Answers as frames: plain typed data between the numbers and every medium that shows them.

A tile answers with a frame; browser, wall, Excel, Word, slides and the API read frames and nothing else.
Here stand the frames themselves (``model``), what they are made from (``context``), words, formats and
addresses. No Dash, no HTML, no chart options.
"""
