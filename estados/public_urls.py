"""Addresses of the states below /estados/ that belong to no page of the tree; translated. Namespace: states.

Sections (board, steps, plans) are pages: /estados/<estado>/<sección>/.
"""

from django.urls import path

from .views import commitment, plan

app_name = "states"
urlpatterns = [
    path("<slug:state>/compromisos/<str:code>/", commitment.page, name="commitment"),
    path("<slug:state>/planes/<int:number>/", plan.page, name="plan"),
]
