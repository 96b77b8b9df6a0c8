"""Words that carry no meaning of their own: they do not count in a query, except inside quotes.

Written folded (no accents, ñ kept). Forms of "estar" that are nouns of public life ("estado", "estados") are left out
on purpose, and so are "contra", "bajo" and the numbers.
"""

SPANISH_STOP_WORDS = frozenset(
    """
    a al algo algun alguna algunas alguno algunos ante antes aquel aquella aquellas aquello aquellos aqui asi aun
    aunque cada como con cual cuales cualquier cuando cuanto cuyo cuya cuyos cuyas de del desde donde dos durante e
    el ella ellas ello ellos en entre era eran eras eres es esa esas ese eso esos esta estan estar estas este esto
    estos estoy fue fueron ha habia habian han has hasta hay haya hayan he hemos la las le les lo los mas me mi mis
    mediante muy nada ni no nos nosotros nuestra nuestras nuestro nuestros o os otra otras otro otros para pero poco
    por porque pues que quien quienes se sea sean segun ser si sido siendo sin sino sobre son su sus suya suyas suyo
    suyos tal tales tambien tampoco tan tanto te tiene tienen toda todas todo todos tu tus u un una unas uno unos
    usted ustedes y ya yo
    """.split()  # noqa: SIM905
) - {"dos"}

ENGLISH_STOP_WORDS = frozenset(
    """
    a about above after again against all also am an and any are as at be because been before being below between
    both but by can could did do does doing down during each few for from further had has have having he her here
    hers him his how i if in into is it its itself me more most my no nor not of off on once only or other our ours
    out over own same she should so some such than that the their theirs them then there these they this those
    through to too under until up us very was we were what when where which while who whom why will with would you
    your yours
    """.split()  # noqa: SIM905
)
