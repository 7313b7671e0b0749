# SPDX-License-Identifier: Apache-2.0
"""Verbs that can be watched, and words that begin an outcome which cannot be."""

from __future__ import annotations

from enum import StrEnum
from typing import Final


class Opening(StrEnum):
    """What the first word of an outcome is."""

    OBSERVABLE = "observable"
    HIDDEN = "hidden"
    NO_VERB = "no_verb"
    UNKNOWN = "unknown"


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


_OBSERVABLE_EN: Final = _words(
    """
    adapt add adjust administer analyze answer apply arrange ask assemble assess attach audit balance bend brief build
    calculate calibrate care carry categorize change chart check choose cite classify clean close coach code collect
    combine communicate compare complete compose compute conduct connect construct control convert cook coordinate
    correct count create critique cut debug decide defend define deliver demonstrate describe design detect develop
    diagnose diagram differentiate direct discuss display distinguish document draft draw drive edit engage estimate
    evaluate examine execute explain extract facilitate file find fit fix follow formulate generate give graph greet
    group guide handle help identify illustrate implement improve inspect install interpret interview investigate join
    judge justify keep label lay lead lift list listen load locate log maintain make manage map mark match measure
    mediate mix model modify monitor move name negotiate note observe open operate order organize outline pack park
    perform persuade place plan play practice predict prepare present prioritize produce program propose protect prove
    provide query quote raise rank rate read recall recognize recommend reconcile record reduce refer reflect remove
    repair repeat report request rescue research resolve respond restate review revise rewrite run sand schedule
    screen search select separate serve set share show sign simulate sketch solve sort space speak specify spell state
    stop structure suggest summarize support survey take teach tell test trace track train translate treat
    troubleshoot use validate verify wash weigh weld wire write
    """
)
_HIDDEN_EN: Final = _words(
    """
    acquire appreciate be become believe comprehend consider discover embrace enjoy experience explore familiarize
    feel gain grasp have internalize know learn master perceive realize remember respect sense think understand value
    """
)
_NO_VERB_EN: Final = _words(
    """
    a ability an at awareness capacity competence each every everyone familiarity holders how in knowledge learners on
    participants skills students teachers the their they this to understanding we will you your
    """
)
_OBSERVABLE_ES: Final = _words(
    """
    adaptar analizar aplicar armar calcular clasificar comparar comprobar construir corregir crear decidir demostrar
    describir diseñar distinguir documentar elaborar elegir enumerar escribir evaluar explicar hacer identificar
    interpretar justificar limpiar listar medir mostrar nombrar operar ordenar planear planificar predecir preparar
    presentar probar producir proponer reconocer redactar registrar reparar resolver resumir revisar seleccionar usar
    verificar
    """
)
_HIDDEN_ES: Final = _words(
    """
    apreciar aprender comprender conocer creer entender saber sentir ser valorar
    """
)
_NO_VERB_ES: Final = _words(
    """
    a capacidad conocimiento el en la las los que se su sus un una
    """
)
_WORDS: Final = {
    "en": (_OBSERVABLE_EN, _HIDDEN_EN, _NO_VERB_EN),
    "es": (_OBSERVABLE_ES, _HIDDEN_ES, _NO_VERB_ES),
}


def opening_of(text: str, language: str) -> Opening:
    """Say what the first word of an outcome is; of other languages than we know, nothing is said against it."""
    words = text.casefold().split()
    known = _WORDS.get(language.partition("-")[0])
    if known is None:
        return Opening.OBSERVABLE
    first = words[0].strip(".,:;!?“”\"'()") if words else ""
    observable, hidden, no_verb = known
    if first in hidden:
        return Opening.HIDDEN
    if first in no_verb or not first.isalpha():
        return Opening.NO_VERB
    return Opening.OBSERVABLE if first in observable else Opening.UNKNOWN
