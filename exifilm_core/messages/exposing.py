"""Sentences about films, and about an exposure that is calculated."""

from __future__ import annotations

from exifilm_core.messages import Template


class Films(Template):
    """Words that mean no film, or several."""

    NO_FILM = "there is no film “{text}” in the list of films."
    NO_FILM_BUT = "there is no film “{text}” in the list of films. Did you mean {near}?"
    SEVERAL_FILMS = "“{text}” may mean {films}. Enter one of them."


class Reciprocity(Template):
    """What the time to give a film rests on."""

    NOT_NEEDED = "{source} asks for no correction at {metered}"
    PRINTED = "as printed by {source}"
    RANGE = "a range: {shortest} to {longest}"
    FORMULA = "by the formula of {source}: metered time to the power of {exponent}"
    BETWEEN = "between published points of {source}"
    BEYOND = "beyond the last published point of {source}, {last}: extrapolated"
    NO_LONGER_TIME = "{source} publishes nothing beyond {last}: not corrected"
    NO_SHORTER_TIME = "{source} publishes nothing below {first}: not corrected"
    NO_DATA = "no reciprocity data of {film} are known: not corrected"
    NOT_RECOMMENDED = "{source} does not recommend {metered} for this film"
    ADD_FILTER = "add {filter}"
    DEVELOP = "developing time {percent} %"
    DEVELOP_BETWEEN = "developing time {least} % to {most} %, by the published points around"
    NO_FILM_GIVEN = "no film is given: not corrected"


class Step(Template):
    """Why a step of an exposure has its factor."""

    AS_GIVEN = "as given"
    AS_WRITTEN = "as written in the record"
    OF_EXTENSION = "({extension} ÷ {focal})², magnification {magnification}"
    OF_MAGNIFICATION = "(1 + {magnification})²"
    OF_DISTANCE = "({distance} ÷ ({distance} − {focal}))²"
    TELEPHOTO = (
        "an extension of {extension} is less than the focal length, {focal}: the factor of such a "
        "lens is not known, so none counts"
    )
    TOO_NEAR = "a subject at {distance} is not farther than the focal length, {focal}"
    FILTER = "filter {filter}: {factor} by {source}, {light}"
    FILTER_ANY_LIGHT = "filter {filter}: {factor} by {source}"
    FACTOR_AND_STOPS = "{factor}, printed as {stops} stops,"
    FILTER_OF_ANOTHER = (
        "filter {filter}: {factor} by {source}, {light}, for {other}; none is published for {film}"
    )
    FILTER_WITHOUT_FILM = (
        "filter {filter}: {factor} by {source}, {light}, for {other}; no film is given"
    )
    NO_FACTOR = (
        "no factor of filter {filter} is published for {film}, and none of another film's would do"
    )
    NO_FILTER_NUMBER = "“{text}” names no filter of which a factor is known"
    MARK = "set {mark}: this shutter then gives {true}"


class Suggested(Template):
    """Why a value is suggested for an empty field."""

    STOP = "{stops} stop"
    STOPS = "{stops} stops"
    OF_FILM = "as the list of films says of {film}"
    FOR_READING = "{area}, {value}, on Zone {zone} at {aperture}, EI {index}: {time}"
    STEP_METERED = "metered {time}"
    STEP_FILTER = "× {factor} for the filter = {time}"
    STEP_BELLOWS = "× {factor} for the bellows = {time}"
    STEP_WRITTEN = "× {factor} for reciprocity = {time}"
    STEP_RECIPROCITY = "with reciprocity {time} ({why})"
    DEVELOPMENT = "{dark} and {light} are {stops} apart and placed {zones} zones apart"


class Doubts(Template):
    """How other values of a record contradict one of them."""

    LESS_EXPOSURE = "{written} is {stops} less than these give: {steps}."
    MORE_EXPOSURE = "{written} is {stops} more than these give: {steps}."
    OTHER_BELLOWS = "{written}× is written, but {steps} gives {factor}×: {stops} apart."
    OTHER_ZONES = "{dark} and {light} are {stops} apart, but placed {zones} zones apart."
    ON_OTHER_ZONE = (
        "{metered} at {aperture}, EI {index}, puts {area} ({value}) on Zone {found}, not {zone}."
    )
