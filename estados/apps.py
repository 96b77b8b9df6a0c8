from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class EstadosConfig(AppConfig):
    name = "estados"
    verbose_name = _("Estados")

    def ready(self):
        from wagtail.signals import copy_for_translation_done, page_published

        from acervo.base import clock, oembed, publicity, section_nav
        from search import browsing, registry

        from . import models, plan_signals, rules, search_pages
        from .admin import microsite as new_microsite
        from .services import embeds, link_checks, microsite, question_letters, questions, reminders, team

        publicity.register(models.ActionPlan, rules.plan)
        publicity.register(models.Commitment, rules.commitment)
        publicity.register(models.Milestone, rules.of_commitment())
        publicity.register(models.Verdict, rules.of_commitment())
        publicity.register(models.Evidence, rules.of_commitment("milestone__commitment"))
        publicity.register(models.Question, rules.question)
        publicity.register(models.StepRecord, rules.of_state())
        publicity.register(models.SecretariatMember, rules.of_state())
        publicity.register(models.Loan, rules.of_state())
        publicity.register(models.LoanBalance, rules.of_state("loan__state"))
        publicity.register(models.LoanPayment, rules.of_state("loan__state"))
        publicity.register(models.DebtTotal, rules.of_state())
        for model in (models.Body, models.Cut, models.CutRow, models.Figure, models.Contradiction, models.Denominator):
            publicity.register(model, rules.everybody)
        for source in search_pages.SOURCES:
            registry.register(source())
        registry.register_kind(search_pages.KIND, pgettext_lazy("kind", "Estado"))
        search_pages.exempt_rows()
        browsing.register(models.StatePage, _("Estados"), order=20)
        section_nav.register(microsite.navigation)
        oembed.register("states", embeds.resolver)
        page_published.connect(new_microsite.on_published, sender=models.StatePage)
        copy_for_translation_done.connect(team.follow_translation)
        plan_signals.connect()
        clock.register("question_letters", question_letters.retry, seconds=300)
        clock.register("question_forget", questions.forget_old, seconds=6 * 3600)
        clock.register("state_reminders", reminders.send, seconds=3600)
        clock.register("evidence_links", link_checks.check_some, seconds=900)
        _open_data()
        _public_index()


def _public_index():
    """Plans and commitments in search and sitemap."""
    from acervo.base import sitemaps
    from search import own_addresses, registry

    from . import models, search_debt, search_pages, search_sources, signals
    from .exports.sitemap import CommitmentSitemap, PlanSitemap

    for source, label in (
        (search_sources.CommitmentSource, _("Compromiso")),
        (search_sources.PlanSource, _("Plan de acción")),
        (search_debt.LoanSource, _("Crédito")),
    ):
        registry.register(source())
        registry.register_kind(source.kind, label)
    signals.connect()
    search_debt.connect()
    search_pages.connect()
    own_addresses.register("states:commitment", lambda state, code: models.Commitment.objects.filter(code=code))
    sitemaps.register("compromisos", CommitmentSitemap)
    sitemaps.register("planes", PlanSitemap)


def _open_data():
    """Downloads, dictionary and schemas (`estados.views.exports`)."""
    from acervo.tabular import registry as tables

    from .exports import commitments, debt, milestones, national, resources, states
    from .imports.commitments import CommitmentTable
    from .imports.milestones import MilestoneTable
    from .imports_debt.tables import ALL_TABLES

    for module in (states, commitments, milestones, national, debt):
        resources.register(*module.RESOURCES)
    for table in (CommitmentTable, MilestoneTable, *ALL_TABLES):
        tables.register(table())
