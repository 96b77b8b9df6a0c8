"""An empty site: migrated, with its assets and the tree of pages that the tests use."""

from tests.benchmarks.work import program


def main() -> dict[str, int]:
    from django.core.management import call_command

    from documents.models import CollectionPage
    from tests import factories

    call_command("build_assets", verbosity=0)
    call_command("migrate", verbosity=0)
    factories.site_tree()
    return {"collections": CollectionPage.objects.count()}


if __name__ == "__main__":
    program.run(main)
