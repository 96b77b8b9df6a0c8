from django.http import Http404


def page(request, state, **kwargs):
    raise Http404
