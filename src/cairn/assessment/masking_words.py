# SPDX-License-Identifier: Apache-2.0
"""Words that are names and something else: hidden by the rules of `masking`, and not wherever they stand."""

from __future__ import annotations

from typing import Final

from cairn.foundation.folding import fold


def _words(text: str) -> frozenset[str]:
    return frozenset(fold(text).text.split())


PARTICLES: Final = _words(
    """
    al el ibn bin bint abu umm ben de del della da das dos di do du la las los le les y e i san santa st
    van von vom zu zur der den ten ter te af av mac mc o the and of jr sr ii iii iv
    بن ابن بنت ابو أم آل ال عبد
    """
)

ORDINARY: Final = _words(
    """
    will mark hope grace faith joy may april june august rose bill art grant chase miles dean guy gene max page
    brown green white black gray grey young long short king queen prince rich sandy summer autumn winter dawn
    pearl destiny victory wood woods hill hills field fields stone stones fox river rivers brook bank banks price
    cook judge knight bishop pope church temple north west east south bell ball bird birch fern ginger honey sky
    star sunny storm rain snow frost major noble love loving wise good best lane street park parks house rooms
    hall gates bridge bridges marsh lake wells water waters pool pond day night weeks case chance reason read
    reading write law laws justice liberty constant patience prudence charity mercy earnest candy cherry olive
    forest chip penny nickel cash money sterling gold silver steel glass sand clay glen dale cliff rock rocky
    lance dash drake crane swan hawk trace nova gem gay merry content friend english french
    paz luz sol mar rosa flor flores blanca blanco alba cruz santos dulce leon rey reyes rios rio campo campos
    iglesia iglesias casas rubio moreno bueno luna estrella sierra vega costa prado camino torre torres rojo rojas
    esperanza consuelo gloria victoria aurora alma nieves dolores remedios socorro soledad caridad pilar milagros
    salvador justo pastor domingo marzo abril julio guerra bravo calvo cabello herrero zapatero pozo rivera ribera
    pena
    أمل نور سلام سعيد كريم جميل أمين صالح هدى إيمان رجاء وفاء نجاح كمال جمال فرح شمس قمر نجم ربيع صادق عادل عزيز
    حكيم ماهر منير لطيف شريف طاهر كامل هادي وردة زهرة ضياء رحمة بركة سماء
    """
)
"""English, Spanish and Arabic words that learners write of other things. A list that is too long would show names."""

GENERIC: Final = _words(
    """
    info mail email student students admin administrator contact hello office school teacher home help support me my
    user guest test post web team work class learner pupil staff desk news team parent family account
    """
)
"""First halves of addresses that many people share."""
