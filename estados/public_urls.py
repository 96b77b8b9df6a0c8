"""Addresses of the states below /estados/ that belong to no page of the tree; translated. Namespace: states.

Sections (board, steps, plans) are pages: /estados/<estado>/<sección>/.
"""

from django.urls import path

from .views import commitment, debt, debt_files, embed, exports, feeds, plan, questions

app_name = "states"
urlpatterns = [
    path("datos/", exports.dictionary, name="data"),
    path("datos/datapackage.json", exports.data_package, name="data_package"),
    path("datos/<slug:name>.<str:form>", exports.data_file, name="data_file"),
    path("<slug:state>/novedades.atom", feeds.everything, name="feed"),
    path("<slug:state>/documentos.atom", feeds.records, name="records_feed"),
    path("<slug:state>/compromisos/<str:code>/", commitment.page, name="commitment"),
    path("<slug:state>/compromisos/<str:code>/incrustar/", embed.commitment, name="embed_commitment"),
    path("<slug:state>/tablero/incrustar/", embed.board, name="embed_board"),
    path("<slug:state>/compromisos/<str:code>/preguntar/", questions.ask, name="ask"),
    path("<slug:state>/compromisos/<str:code>/preguntas/", questions.of_commitment, name="questions"),
    path("<slug:state>/compromisos/<str:code>/preguntas/<int:number>/", questions.one, name="question"),
    path("<slug:state>/compromisos/<str:code>/preguntas/<str:receipt>/", questions.receipt, name="receipt"),
    path("<slug:state>/preguntas/", questions.of_state, name="state_questions"),
    path("<slug:state>/planes/<int:number>/", plan.page, name="plan"),
    path("deuda/plantillas/<slug:table>.<str:form>", debt_files.template, name="debt_template"),
    path("deuda/datapackage.json", debt_files.package, name="debt_package"),
    path("deuda/paquete.zip", debt_files.package_zip, name="debt_zip"),
    path("<slug:state>/deuda/datapackage.json", debt_files.package, name="debt_package_of"),
    path("<slug:state>/deuda/paquete.zip", debt_files.package_zip, name="debt_zip_of"),
    path("<slug:state>/deuda/graficas/<slug:name>.csv", debt_files.chart, name="debt_chart"),
    path("<slug:state>/deuda/creditos/<path:key>/", debt.loan, name="loan"),
]
