"""Draws the pictures on the sample sheets.

A picture is a function from a place on the sheet (x to the right, y down, both 0 to 1) to its
brightness (0 black to 1 white). It needs no file and nothing but Python, and a name and a number
always give the same picture.
"""

import itertools
import math
import random
from collections.abc import Callable

Picture = Callable[[float, float], float]


def ridge_line(rng: random.Random, roughness: float) -> Callable[[float], float]:
    """A line of hills, -1 to 1, made by displacing the middle of a line, again and again."""
    heights = [rng.uniform(-1, 1), rng.uniform(-1, 1)]
    swing = 1.0
    for _ in range(9):
        swing *= roughness
        between = [
            (left + right) / 2 + rng.uniform(-swing, swing)
            for left, right in itertools.pairwise(heights)
        ]
        heights = [h for pair in zip(heights, between, strict=False) for h in pair] + heights[-1:]
    most = max(abs(h) for h in heights)
    last = len(heights) - 1
    return lambda x: heights[int(min(max(x, 0), 1) * last)] / most


def clouds(rng: random.Random) -> Picture:
    """Bands of cloud, 0 to 1: a few waves across each other."""
    waves = [
        (rng.uniform(2, 14), rng.uniform(6, 34), rng.uniform(0, 6.3), rng.uniform(0.3, 1))
        for _ in range(7)
    ]
    most = sum(strength for *_, strength in waves)

    def tone(x: float, y: float) -> float:
        total = sum(
            strength * math.sin(across * x + down * y + phase + math.sin(5 * x * y + phase))
            for across, down, phase, strength in waves
        )
        return math.pow(max(0.0, total / most), 0.7)

    return tone


def mountains(rng: random.Random) -> Picture:
    """Ranges one behind the other, paler with distance, under clouds, with a moon over them."""
    sky = clouds(rng)
    ranges = [
        (0.44 + 0.13 * n, 0.10 - 0.012 * n, 0.62 - 0.15 * n, ridge_line(rng, 0.56))
        for n in range(4)
    ]
    moon_x, moon_y = rng.uniform(0.25, 0.75), rng.uniform(0.1, 0.2)

    def tone(x: float, y: float) -> float:
        for foot, height, grey, line in reversed(ranges):
            crest = foot - height * (1 + line(x))
            if y > crest:
                rib = x + 0.4 * (y - crest) * (1 if line(x * 0.5) > 0 else -1)  # gullies run aslant
                light = 0.5 + 0.5 * math.tanh(12 * (line(rib + 0.02) - line(rib - 0.02)))
                mist = 0.16 * min(1, (y - crest) * 5)
                return grey * (0.55 + 0.45 * light) + mist
        if (x - moon_x) ** 2 * 1.56 + (y - moon_y) ** 2 < 0.00045:
            return 0.97
        return 0.24 + 0.55 * y + 0.38 * sky(x, y) * (1 - y)

    return tone


def lake(rng: random.Random) -> Picture:
    """Mountains, and under them the same mountains in still water."""
    above = mountains(rng)
    shore = 0.62

    def tone(x: float, y: float) -> float:
        if y < shore:
            return above(x, y * 0.8)
        depth = (y - shore) / (1 - shore)
        ripple = 0.006 * depth * math.sin(900 * y)
        return 0.72 * above(x + ripple, (shore - depth * shore) * 0.8) + 0.04

    return tone


def sea(rng: random.Random) -> Picture:
    """A long exposure: water smooth as mist round dark rocks."""
    sky = clouds(rng)
    rocks = ridge_line(rng, 0.62)
    horizon = 0.42

    def tone(x: float, y: float) -> float:
        if y < horizon:
            return 0.30 + 0.9 * y + 0.3 * sky(x * 0.7, y) * (1 - y)
        near = (y - horizon) / (1 - horizon)
        top = 0.86 - 0.5 * max(0.0, rocks(x)) ** 2 - 0.05 * rocks(1 - x)
        if near > top:
            face = rocks(x + 0.3 * (near - top)) - rocks(x + 0.3 * (near - top) - 0.03)
            return 0.10 + 0.12 * math.tanh(6 * face) - 0.04 * near
        glitter = math.exp(-(((x - 0.6) / (0.08 + 0.25 * near)) ** 2))
        mist = math.exp(-(((near - top) / 0.12) ** 2))
        return 0.34 + 0.32 * glitter + 0.28 * mist + 0.015 * math.sin(90 * near**0.5)

    return tone


def dunes(rng: random.Random) -> Picture:
    """Crests of sand, one side lit, with the wind's ripples on them."""
    bends = [(rng.uniform(1.5, 4), rng.uniform(0, 6.3), rng.uniform(0.05, 0.1)) for _ in range(6)]

    def tone(x: float, y: float) -> float:
        if y < 0.22:
            return 0.42 + 0.9 * y
        for n, (turns, phase, height) in reversed(list(enumerate(bends))):
            crest = 0.24 + 0.13 * n + height * math.sin(turns * x * 2 + phase)
            if y > crest:
                below = y - crest
                lit = 0.5 + 0.5 * math.cos(turns * x * 2 + phase)
                ripples = 0.035 * math.sin(240 * (below + 0.1 * math.sin(7 * x + n)))
                return 0.14 + 0.66 * lit * math.exp(-3.2 * below) + ripples + 0.05 * n / 5
        return 0.62

    return tone


def forest(rng: random.Random) -> Picture:
    """Trunks in fog, the far ones pale."""
    trunks = []
    for depth in (0.25, 0.45, 0.7, 1.0):
        trunks += [
            (rng.uniform(0, 1), 0.004 + 0.024 * depth**2, rng.uniform(-0.03, 0.03), depth)
            for _ in range(int(26 - 19 * depth))
        ]
    trunks.sort(key=lambda trunk: -trunk[3])
    leaves = clouds(rng)

    def tone(x: float, y: float) -> float:
        fog = 0.80 - 0.35 * abs(x - 0.55) - 0.15 * y
        ground = 0.80 + 0.04 * math.sin(9 * x)
        for at, thick, lean, depth in trunks:
            across = (x - at - lean * (y - 0.5)) / thick
            if abs(across) < 1 and y < ground + 0.12 * depth:
                bark = 0.10 * math.sin(60 * across + 9 * math.sin(30 * y)) * depth
                return fog * (1 - 0.86 * depth) + depth * (0.10 + 0.14 * max(0.0, across) + bark)
        if y > ground:
            return 0.34 - 0.9 * (y - ground) + 0.10 * leaves(3 * x, 3 * y)
        return fog - 0.25 * leaves(x * 3, y * 2) * max(0.0, 0.5 - y)

    return tone


def temple(rng: random.Random) -> Picture:
    """A front with columns, verticals straight: what the rise is for."""
    columns = rng.choice((5, 6, 7))
    sky = clouds(rng)

    def tone(x: float, y: float) -> float:
        if not 0.08 < x < 0.92 or y < 0.16:
            return 0.20 + 0.5 * y + 0.25 * sky(x, y) if y < 0.84 else 0.30
        if y > 0.84:
            return (0.66, 0.5)[int((y - 0.84) * 44) % 2] - 0.3 * abs(x - 0.4)
        if y < 0.30:
            frieze = y > 0.20 and (x * columns * 3) % 1 < 0.34
            return (0.46 if frieze else 0.70) - 0.2 * (x - 0.3)
        across = ((x - 0.08) / 0.84 * columns) % 1 * 2 - 1
        half = 0.42 + 0.05 * y
        if abs(across) < half:
            around = across / half
            flutes = 0.10 * math.cos(math.asin(around) * 22)
            return 0.24 + 0.48 * math.sqrt(1 - around**2) * (0.6 - 0.4 * around) + flutes
        return 0.05 + 0.05 * y

    return tone


def still_life(rng: random.Random) -> Picture:
    """Round things on a table in light from a window."""
    things = sorted(
        (rng.uniform(0.2, 0.8), rng.uniform(0.55, 0.72), rng.uniform(0.07, 0.13)) for _ in range(5)
    )
    things.sort(key=lambda thing: -thing[1])
    light = (-0.6, -0.55, 0.58)

    def tone(x: float, y: float) -> float:
        for at, foot, size in things:
            across, down = (x - at) / size, (y - foot + size) / size * 0.8
            if across * across + down * down < 1:
                toward = math.sqrt(1 - across * across - down * down)
                shade = across * light[0] + down * light[1] + toward * light[2]
                return 0.05 + 0.66 * max(0.0, shade) + 0.28 * max(0.0, shade) ** 24
        if y < 0.5:
            return 0.30 - 0.22 * x + 0.12 * y
        for at, foot, size in things:
            across, down = (x - at - 0.9 * size) / (1.7 * size), (y - foot) / (0.35 * size)
            if across * across + down * down < 1:
                return 0.10
        return 0.50 - 0.26 * x + 0.10 * math.sin(70 * y + 3 * math.sin(9 * x)) * (y - 0.5)

    return tone


def zone_plate(_rng: random.Random) -> Picture:
    """Rings ever finer outward: a lens test."""

    def tone(x: float, y: float) -> float:
        return 0.5 + 0.45 * math.cos(260 * ((x - 0.5) ** 2 * 1.56 + (y - 0.5) ** 2))

    return tone


def step_wedge(_rng: random.Random) -> Picture:
    """Zones 0 to X side by side, over a smooth scale of the same."""

    def tone(x: float, y: float) -> float:
        zone = int(x * 11) / 10 if y < 0.7 else x
        return 0.02 + 0.94 * math.pow(zone, 1.1)

    return tone


PICTURES: dict[str, Callable[[random.Random], Picture]] = {
    picture.__name__: picture
    for picture in (
        mountains, lake, sea, dunes, forest, temple, still_life, zone_plate, step_wedge,
    )
}  # fmt: skip


def draw(name: str, seed: int, width: int, height: int) -> bytes:
    """The picture of that name as width × height grey bytes, row after row from the top."""
    rng = random.Random(f"{name} {seed}")
    tone = PICTURES[name](rng)
    grain = [rng.gauss(0, 0.012) for _ in range(4099)]
    pixels = bytearray()
    for row in range(height):
        y = (row + 0.5) / height
        for column in range(width):
            value = tone((column + 0.5) / width, y) + grain[len(pixels) % 4099]
            pixels.append(int(255 * min(max(value, 0.0), 1.0)))
    return bytes(pixels)
