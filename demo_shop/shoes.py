"""Shoes that end below the ankle, and sneakers."""

from __future__ import annotations

from demo_shop.canvas import Paint
from demo_shop.geometry import along, ellipse, leaf, moved, outline, ribbon, rounded
from demo_shop.lasts import FLOOR, Place, laces, pair, sole, stitched, upper
from demo_shop.palette import DARK_RUBBER, RUBBER, brightness, darker, lighter, mixed, seam
from demo_shop.work import Work


def sneakers(work: Work) -> None:
    high = work.look.cut == "high"
    runner = work.look.cut == "runner"
    shoe = _runner if runner else _sneaker
    top = 34.0 if high else 50.0
    pair(work, lambda w, p, c: shoe(w, p, c, top), 8, -7)


def _sneaker(work: Work, place: Place, paint: Paint, top: float) -> None:
    high = top < 45
    sole_colour = RUBBER if brightness(paint.colour) < 0.86 or work.look.seed % 2 else (214, 206, 190)
    tongue = outline((42, top + 2), (45.5, top - 4.5), (54, top - 4), (57, top + 6), (48, 62), (40, 60))
    work.canvas.fill(place(tongue), lighter(paint.colour, 0.12), depth=2.2)
    shape = outline(
        (50, top + 0.6),
        (58, top + (3.5 if not high else 1), 66, top + 1.2, 74, top - 1.0),
        (77, top + 2, 75.4, 62, 78, 72.5),
        (16.5, 73),
        (14.6, 68, 17, 63.6, 25, 62.6),
        (34, 61.5, 42, 58.5, 46, 54 if not high else 50),
        (49, top + 6, 49.4, top + 4, 50, top + 0.6),
    )
    leather = upper(work, place, shape, paint, 0.25)
    collar = outline((50, top + 0.6), (58, top + (3.5 if not high else 1), 66, top + 1.2, 74, top - 1.0))
    work.canvas.fill(place(ribbon(collar, 2.4, 0.6)), darker(paint.colour, 0.16), depth=1.2)
    cap = place(outline((29, 61), (35, 67, 33, 73), (10, 74), (10, 60)))
    toe = sole_colour if high else lighter(paint.colour, 0.1)
    work.canvas.fill(cap, toe, depth=2.4, inside=leather, shadow=0.2)
    work.canvas.line(place(outline((29, 61.4), (35, 67, 33, 73))), seam(toe, 0.34), 0.4, inside=leather)
    counter = place(outline((74.8, 58), (67, 59, 65, 73), (79, 73)))
    accent = work.second if work.look.pattern != "plain" else darker(paint.colour, 0.22)
    work.canvas.fill(counter, accent, depth=2, inside=leather)
    stays = outline((51.5, top + 4), (52.5, 58), (46, 65.5), (37.5, 64.6))
    stitched(work, place(stays), paint)
    if not high:
        stripe = outline((52, 69.6), (60, 67, 66.5, 58.2), (69.8, 58.6), (65, 68, 54, 72))
        pale = lighter(paint.colour, 0.85) if brightness(paint.colour) < 0.7 else darker(paint.colour, 0.45)
        work.canvas.fill(place(stripe), pale, depth=0.8, inside=leather)
    else:
        badge = place(ellipse(63, 50, 4.6, 4.6))
        work.canvas.fill(
            badge, lighter(paint.colour, 0.9) if brightness(paint.colour) < 0.8 else (70, 90, 140), depth=1
        )
        work.canvas.line(badge, seam(paint.colour, 0.4), 0.4, closed=True)
    front = (
        outline((50.4, top + 5), (48.8, 54, 36.5, 61.6)) if not high else outline((50.6, top + 3), (50, 52, 36.5, 61.6))
    )
    laces(
        work,
        place,
        moved(front, 1.6, 0.6),
        5 if not high else 7,
        5.0,
        paint,
        (250, 248, 244) if brightness(paint.colour) < 0.8 else (120, 122, 126),
    )
    bottom = outline((14.6, 71.2), (78.4, 71.2), (79, 75, 77, FLOOR), (18, FLOOR), (13.6, 77.4, 14.6, 71.2))
    placed = sole(work, place, bottom, sole_colour)
    work.canvas.line(place(outline((14, 73.4), (79, 73.4))), seam(sole_colour, 0.2), 0.4, inside=placed)
    if work.look.seed % 2 == 0:
        work.canvas.line(place(outline((14, 75.6), (79, 75.6))), paint.colour, 0.7, inside=placed)


def _runner(work: Work, place: Place, paint: Paint, top: float) -> None:
    accent = mixed(lighter(work.colour, 0.3), (240, 120, 70), 0.55)
    tongue = outline((43, top + 2), (46, top - 4), (53, top - 4), (56, top + 5), (46, 62), (38, 60))
    work.canvas.fill(place(tongue), darker(paint.colour, 0.25), depth=2)
    shape = outline(
        (49, top + 0.8),
        (56, top + 5, 66, top + 3, 75, top - 3),
        (79, top - 1, 76, 60, 79, 70),
        (60, 73, 30, 73, 15, 71),
        (14, 67, 18, 62.6, 26, 61.6),
        (35, 60, 44, 56, 49, top + 0.8),
    )
    leather = upper(work, place, shape, paint, 0.2)
    for k in range(7):
        wave = outline((18 + k * 4.5, 74), (24 + k * 4.5, 66, 26 + k * 4.5, 58))
        work.canvas.line(place(wave), seam(paint.colour, 0.2), 0.3, inside=leather, opacity=0.7)
    counter = place(outline((75, 54), (67, 60, 63, 72), (80, 73)))
    work.canvas.fill(counter, darker(paint.colour, 0.3), depth=2, inside=leather)
    swoop = outline((40, 71), (52, 68, 62, 60, 68, 55), (70.6, 57.6), (62, 67, 54, 72, 42, 73))
    work.canvas.fill(
        place(swoop),
        lighter(paint.colour, 0.85) if brightness(paint.colour) < 0.7 else darker(paint.colour, 0.5),
        depth=1,
        inside=leather,
    )
    laces(
        work,
        place,
        outline((51, top + 5), (48, 57, 36.5, 61.6)),
        5,
        4.6,
        paint,
        (250, 250, 250) if brightness(paint.colour) < 0.8 else accent,
    )
    foam = outline(
        (13, 68), (30, 72.4, 60, 72.4, 82, 66.4), (83.4, 72, 80, 76.5), (60, 77, 30, 77.4, 18, 76.4), (12, 73, 13, 68)
    )
    sole(work, place, foam, (248, 247, 244))
    tread = outline((17, 75.4), (40, 77, 60, 76.2, 80.4, 75.6), (78, FLOOR), (22, FLOOR))
    sole(work, place, tread, accent if brightness(paint.colour) > 0.2 else DARK_RUBBER)
    work.canvas.line(place(outline((16, 71.6), (40, 75.6, 60, 75, 81, 70))), seam((248, 247, 244), 0.22), 0.4)


def heels(work: Work) -> None:
    pair(work, _pump, 10, -6)


def _pump(work: Work, place: Place, paint: Paint) -> None:
    strap = work.look.cut == "strap"
    stiletto = outline(
        (67.5, 50), (78.8, 47), (78.4, 56, 76.6, 64, 76.0, FLOOR), (73.4, FLOOR), (73.4, 66, 71, 60, 66, 57)
    )
    work.canvas.fill(place(stiletto), darker(paint.colour, 0.14), depth=2.2, gloss=0.5)
    lining = outline((36, 66), (44, 62, 56, 54, 66, 45), (72, 41.5, 77, 42), (74, 50, 60, 60, 44, 70))
    work.canvas.fill(place(lining), (216, 188, 160), depth=2.6)
    shape = outline(
        (78.4, 40.4),
        (80.2, 46, 79.6, 51, 78.0, 53.5),
        (70, 56, 62, 62, 54, 70),
        (46, 76.4, 36, 76.8, 15.5, 76.8),
        (15.0, 74.4, 22, 71, 31, 67.4),
        (36, 65.2, 40, 69.2, 45, 68.6),
        (56, 66, 64, 52, 71.5, 45.6),
        (74.5, 42, 78.4, 40.4),
    )
    upper(work, place, shape, paint, 0.9, 4)
    edge = outline((31, 67.4), (36, 65.2, 40, 69.2, 45, 68.6), (56, 66, 64, 52, 71.5, 45.6), (74.5, 42, 78.4, 40.4))
    work.canvas.line(place(edge), seam(paint.colour, 0.3), 0.45)
    bottom = outline(
        (15.5, 76.4),
        (36, 76.2, 46, 75.8, 54, 70),
        (62, 62, 70, 56.4, 78, 53.4),
        (78, 54.6),
        (64, 63, 56, 70),
        (48, 78, 38, FLOOR),
        (18, FLOOR),
    )
    work.canvas.fill(place(bottom), darker(paint.colour, 0.6), depth=0.8)
    if strap:
        band = ribbon(outline((78.6, 42.0), (68, 35, 57, 37.5), (54, 39, 56, 41.5)), 1.7)
        work.canvas.fill(place(band), paint, depth=0.9, shadow=0.3, gloss=0.4)
        work.canvas.fill(place(ribbon(outline((56, 40), (62, 46, 77, 45)), 1.7)), paint, depth=0.9, shadow=0.3)
        work.canvas.line(place(rounded(60.6, 41.6, 2.8, 3.0, 0.5)), (206, 180, 110), 0.6, closed=True)


def flats(work: Work) -> None:
    pair(work, _ballerina, 9, -9)


def _ballerina(work: Work, place: Place, paint: Paint) -> None:
    lining = outline((34, 66), (50, 62, 76, 61), (77, 66), (60, 72), (40, 71))
    work.canvas.fill(place(lining), (222, 198, 172), depth=2.4)
    shape = outline(
        (78.6, 60.4),
        (81.5, 66, 80.4, 73, 79.4, 75.8),
        (17, 76.2),
        (14.4, 73, 17, 68.2, 24, 66.6),
        (30, 65.4, 35, 65.6, 37.5, 67.4),
        (44, 72, 56, 71.6, 64, 68.2),
        (72, 65, 75, 61.6, 78.6, 60.4),
    )
    upper(work, place, shape, paint, 0.6, 4)
    edge = outline(
        (24, 66.6), (30, 65.4, 35, 65.6, 37.5, 67.4), (44, 72, 56, 71.6, 64, 68.2), (72, 65, 75, 61.6, 78.6, 60.4)
    )
    work.canvas.line(place(edge[13:]), seam(paint.colour, 0.35), 0.7)
    work.canvas.fill(
        place(outline((16, 75.6), (80, 75.4), (79.4, FLOOR), (68, FLOOR), (66, 77), (20, 77.4))),
        darker(paint.colour, 0.6),
        depth=0.8,
    )
    for side in (-1, 1):
        loop = outline(
            (31.5, 66.6), (31.5 + side * 2.6, 62.8, 31.5 + side * 6, 64.6), (31.5 + side * 6, 68.4, 31.5, 66.6)
        )
        work.canvas.fill(place(loop), paint, depth=1.2, shadow=0.35, gloss=0.4)
    work.canvas.fill(place(ellipse(31.5, 66.4, 1.3, 1.2)), paint, depth=0.9, shadow=0.4)


def sandals(work: Work) -> None:
    pair(work, _sandal, 8, -9)


def _sandal(work: Work, place: Place, paint: Paint) -> None:
    sport = work.look.cut == "sport"
    bottom = outline((14, 70.6), (30, 73, 60, 72.4, 81, 68), (82.6, 72, 80.4, FLOOR), (19, FLOOR), (13, 75.6, 14, 70.6))
    back = outline((77.5, 69.4), (80, 60, 76.8, 52.6), (70, 51, 62, 54.5, 58.5, 58.5))
    straps = [outline((22, 72.4), (27, 60, 39, 60.6), (45.5, 63, 45, 72.8)), back]
    if sport:
        straps.append(outline((46, 72.8), (52, 58.5, 60, 57.4), (65, 60, 62.5, 72.4)))
    else:
        straps.append(outline((40, 62), (50, 60, 60, 57.5)))
    for path in straps:
        inner = place(ribbon(moved(path, 2.2, -1.2), 4.2 if path is not back else 3.0))
        work.canvas.fill(inner, darker(paint.colour, 0.38), depth=1.4)
    placed = sole(work, place, bottom, DARK_RUBBER if sport else (176, 132, 90))
    foot = outline((14, 70.8), (30, 73.2, 60, 72.6, 81, 68), (80, 66.4), (60, 70.8, 30, 71, 15.4, 69))
    work.canvas.fill(place(foot), (206, 170, 130) if not sport else lighter(DARK_RUBBER, 0.2), depth=1)
    for path in straps:
        band = place(ribbon(path, 4.6 if path is not back else 3.2))
        work.canvas.fill(band, paint, depth=1.8, shadow=0.4, gloss=0.4, relief=1.1)
        work.canvas.line(band, seam(paint.colour, 0.3), 0.3, closed=True, opacity=0.7)
    work.canvas.line(place(rounded(66, 50.8, 4.2, 4.8, 0.8)), (206, 188, 130), 0.8, closed=True)
    work.canvas.line(place(outline((15, 75.2), (81, 75))), seam((176, 132, 90), 0.3), 0.4, inside=placed)


def casual_shoes(work: Work) -> None:
    pair(work, _loafer, 8, -8)


def _loafer(work: Work, place: Place, paint: Paint) -> None:
    slip_on = work.look.cut == "slip-on"
    lining = outline((44, 60), (56, 54, 76, 54), (76, 62), (56, 66))
    work.canvas.fill(place(lining), darker(paint.colour, 0.48), depth=2.4)
    shape = outline(
        (77.6, 54),
        (80.4, 60, 78.6, 66, 79.6, 73),
        (16, 73.6),
        (13.6, 69, 17, 64.8, 25, 63.4),
        (35, 61.6, 40, 57.6, 44.5, 54.4),
        (48, 53.4, 52, 58.6, 58, 59.2),
        (66, 59.4, 72, 56.6, 77.6, 54),
    )
    leather = upper(work, place, shape, paint, 0.2 if slip_on else 0.55)
    if slip_on:
        gore = place(outline((50, 56.4), (57, 59.2), (55, 67), (49, 64)))
        work.canvas.fill(gore, darker(paint.colour, 0.35), depth=1, inside=leather)
        stitched(work, place(outline((46, 55), (44, 64, 33, 70), (28, 73))), paint)
        sole(work, place, outline((14.4, 71.6), (80, 71.2), (80.4, FLOOR), (18, FLOOR), (13, 77, 14.4, 71.6)), RUBBER)
    else:
        apron = outline((24.5, 65.6), (32, 62.6, 40, 61, 46, 57.4))
        work.canvas.line(place(moved(apron, 0, 2.4)), seam(paint.colour, 0.45), 0.9)
        work.canvas.line(place(moved(apron, 0, 1.6)), lighter(paint.colour, 0.2), 0.4)
        saddle = place(outline((39.4, 58.6), (46.4, 54.6), (55, 66, 55.6, 73), (47, 73.4), (46, 66, 39.4, 58.6)))
        work.canvas.fill(saddle, paint, depth=1.8, shadow=0.35, gloss=0.5, inside=leather)
        work.canvas.line(saddle, seam(paint.colour, 0.4), 0.35, closed=True, inside=leather)
        work.canvas.fill(place(leaf((43.6, 60.2), (49, 62.8), 0.9)), darker(paint.colour, 0.6), depth=0.5)
        sole(
            work,
            place,
            outline((14.6, 72.6), (80, 72.4), (80, FLOOR), (64, FLOOR), (63, 75.6), (19, 75.8), (14, 75.4, 14.6, 72.6)),
            (70, 46, 34),
        )
    stitched(work, place(outline((79, 60), (70, 64, 68, 73))), paint)


def formal_shoes(work: Work) -> None:
    pair(work, _oxford, 8, -8)


def _oxford(work: Work, place: Place, paint: Paint) -> None:
    brogue = work.look.cut == "brogue"
    lining = outline((46, 58), (56, 50, 77, 50), (77, 58), (56, 62))
    work.canvas.fill(place(lining), (150, 108, 74), depth=2.2)
    shape = outline(
        (78.4, 50),
        (81, 56, 78.8, 64, 80, 72.6),
        (12.5, 73.4),
        (11.0, 70.6, 15, 67, 24, 65.2),
        (36, 62.4, 43, 57, 47.5, 51.6),
        (49.4, 49.6, 52, 52.8, 56, 55.4),
        (63, 58, 72, 53.4, 78.4, 50),
    )
    leather = upper(work, place, shape, paint, 0.95)
    stitched(work, place(outline((26.5, 64.6), (32, 69, 29.5, 73))), paint)
    stitched(work, place(outline((44, 56.4), (47, 64, 41.5, 73))), paint)
    stitched(work, place(outline((56, 56), (56, 62), (50, 64.4, 46.2, 63.8))), paint)
    stitched(work, place(outline((79.4, 62), (70, 64, 67, 73))), paint)
    if brogue:
        for path in (
            outline((25, 65.4), (30.4, 69, 27.6, 73)),
            outline((45.6, 57), (48.6, 64, 43.4, 73)),
            outline((79, 60.6), (69, 62.6, 65.4, 73)),
        ):
            for x, y, _ in along(path, 1.6, 0.6):
                work.canvas.fill(place(ellipse(x, y, 0.4, 0.4)), darker(paint.colour, 0.65), relief=0, inside=leather)
    laces(work, place, outline((52.4, 55.0), (50, 60, 46.6, 61.8)), 4, 3.4, paint, darker(paint.colour, 0.5))
    bottom = outline(
        (12, 72.4), (80.6, 71.8), (80.6, FLOOR), (64, FLOOR), (63.4, 74.8), (40, 76.6, 17, 75.4), (11.4, 74.6, 12, 72.4)
    )
    sole(work, place, bottom, (44, 32, 28))
    work.canvas.line(place(outline((12.4, 73.0), (80, 72.4))), (150, 112, 78), 0.4, dash=0.8)
