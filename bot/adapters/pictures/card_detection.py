"""Detects an ID card or driving licence in a photo: a quadrilateral of a card's shape with rows of letters.

Measured on generated cards in thirteen scenes (32 to 51 letters in rows), and on portraits and photos of QR codes
without a card (at most 14).
"""

from typing import Any

from bot.adapters.pictures.face_detection import decode
from bot.adapters.pictures.model_files import opencv

MIN_SHARE, MAX_SHARE = 0.015, 0.95
# ID cards are 85.6 × 54 mm (1.59), driving licences 88 × 60 mm (1.47); tilt changes both.
MIN_ASPECT, MAX_ASPECT = 1.15, 2.1
MIN_LETTERS = 20
MIN_LETTERS_IN_ROW = 5
_LETTER_WIDTH, _LETTER_HEIGHT, _ROW = (3, 40), (6, 34), 6
_CARD = (480, 300)


def shows_document(jpeg: bytes) -> bool:
    """Return whether a sanitised picture shows a card. False positives are preferred: the result is advice only."""
    picture, _ = decode(jpeg)
    cv2 = opencv()
    grey = cv2.GaussianBlur(cv2.cvtColor(picture, cv2.COLOR_BGR2GRAY), (5, 5), 0)
    return any(_is_card(corners, grey) for corners in _quadrilaterals(cv2, grey))


def _quadrilaterals(cv2: Any, grey: Any) -> list[Any]:
    """Return the outlines with four corners, found by edges and by brightness."""
    edges = cv2.dilate(cv2.Canny(grey, 40, 120), None, iterations=2)
    bright = cv2.threshold(grey, 0, 255, cv2.THRESH_BINARY + cv2.THRESH_OTSU)[1]
    found = []
    for mask in (edges, bright):
        for outline in cv2.findContours(mask, cv2.RETR_LIST, cv2.CHAIN_APPROX_SIMPLE)[0]:
            around = cv2.convexHull(outline)
            corners = cv2.approxPolyDP(around, 0.04 * cv2.arcLength(around, closed=True), closed=True)
            if len(corners) == 4:
                found.append(corners)
    return found


def _is_card(corners: Any, grey: Any) -> bool:
    cv2 = opencv()
    share = cv2.contourArea(corners) / grey.size
    wide, high = sorted(cv2.minAreaRect(corners)[1], reverse=True)
    shaped = MIN_SHARE < share < MAX_SHARE and high > 0 and MIN_ASPECT < wide / high < MAX_ASPECT
    return shaped and _letters_in_rows(_rectified(cv2, corners, grey)) >= MIN_LETTERS


def _rectified(cv2: Any, corners: Any, grey: Any) -> Any:
    """Return what is between the four corners, with the perspective removed."""
    import numpy

    points = corners.reshape(4, 2).astype("float32")
    if cv2.norm(points[0], points[1]) < cv2.norm(points[1], points[2]):
        points = numpy.roll(points, 1, axis=0)
    target = numpy.array([(0, 0), (_CARD[0], 0), _CARD, (0, _CARD[1])], "float32")
    return cv2.warpPerspective(grey, cv2.getPerspectiveTransform(points, target), _CARD)


def _letters_in_rows(flat: Any) -> int:
    """Return how many dark spots of a letter's size are in a row with others."""
    cv2 = opencv()
    ink = cv2.adaptiveThreshold(flat, 255, cv2.ADAPTIVE_THRESH_MEAN_C, cv2.THRESH_BINARY_INV, 25, 12)
    _, _, boxes, middles = cv2.connectedComponentsWithStats(ink)
    wide, high = boxes[1:, cv2.CC_STAT_WIDTH], boxes[1:, cv2.CC_STAT_HEIGHT]
    fits = (wide >= _LETTER_WIDTH[0]) & (wide <= _LETTER_WIDTH[1])
    fits &= (high >= _LETTER_HEIGHT[0]) & (high <= _LETTER_HEIGHT[1])
    heights = middles[1:][fits][:, 1]
    return sum(int((abs(heights - height) < _ROW).sum()) >= MIN_LETTERS_IN_ROW for height in heights)
