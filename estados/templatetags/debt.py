"""`{% load debt %}{% term "saldo" %}`: a word of public debt, linked to what it means on the same page."""

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

from estados.services.debt.glossary import TERMS

register = template.Library()


@register.simple_tag
def term(key: str, word: str = "") -> SafeString:
    """`word` where the sentence needs another form. Raises KeyError for a word that the glossary lacks."""
    found = TERMS[key]
    return format_html('<a class="debt-term" href="#{}">{}</a>', found.anchor, word or found.word)
