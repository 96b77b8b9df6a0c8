"""The sections of an observatory's microsite, and the museums that one of them lists."""

import acervo.base.models
import django.core.validators
import django.db.models.deletion
import modelcluster.fields
import modelsearch.index
import wagtail.fields
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("documents", "0004_images_without_camera_data"),
        ("observatorio", "0002_inventory"),
        ("wagtailcore", "0098_apitoken"),
    ]

    operations = [
        migrations.CreateModel(
            name="MuseumsPage",
            fields=[
                (
                    "page_ptr",
                    models.OneToOneField(
                        auto_created=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        parent_link=True,
                        primary_key=True,
                        serialize=False,
                        to=settings.WAGTAIL_PAGE_MODEL,
                    ),
                ),
                ("body", wagtail.fields.StreamField([], blank=True, block_lookup={}, verbose_name="contenido")),
                (
                    "state",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("01", "Aguascalientes"),
                            ("02", "Baja California"),
                            ("03", "Baja California Sur"),
                            ("04", "Campeche"),
                            ("05", "Coahuila"),
                            ("06", "Colima"),
                            ("07", "Chiapas"),
                            ("08", "Chihuahua"),
                            ("09", "Ciudad de México"),
                            ("10", "Durango"),
                            ("11", "Guanajuato"),
                            ("12", "Guerrero"),
                            ("13", "Hidalgo"),
                            ("14", "Jalisco"),
                            ("15", "Estado de México"),
                            ("16", "Michoacán"),
                            ("17", "Morelos"),
                            ("18", "Nayarit"),
                            ("19", "Nuevo León"),
                            ("20", "Oaxaca"),
                            ("21", "Puebla"),
                            ("22", "Querétaro"),
                            ("23", "Quintana Roo"),
                            ("24", "San Luis Potosí"),
                            ("25", "Sinaloa"),
                            ("26", "Sonora"),
                            ("27", "Tabasco"),
                            ("28", "Tamaulipas"),
                            ("29", "Tlaxcala"),
                            ("30", "Veracruz"),
                            ("31", "Yucatán"),
                            ("32", "Zacatecas"),
                        ],
                        help_text="Si la deja vacía se muestran los museos de las entidades de los sitios del micrositio.",
                        max_length=2,
                        verbose_name="entidad",
                    ),
                ),
            ],
            options={
                "verbose_name": "sección «Museos»",
                "verbose_name_plural": "secciones «Museos»",
            },
            bases=(acervo.base.models.ObeysPublicity, "wagtailcore.page"),
        ),
        migrations.CreateModel(
            name="OtherPage",
            fields=[
                (
                    "page_ptr",
                    models.OneToOneField(
                        auto_created=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        parent_link=True,
                        primary_key=True,
                        serialize=False,
                        to=settings.WAGTAIL_PAGE_MODEL,
                    ),
                ),
                ("body", wagtail.fields.StreamField([], blank=True, block_lookup={}, verbose_name="contenido")),
            ],
            options={
                "verbose_name": "sección «Otros» o página de ella",
                "verbose_name_plural": "páginas de «Otros»",
            },
            bases=(acervo.base.models.ObeysPublicity, "wagtailcore.page"),
        ),
        migrations.CreateModel(
            name="ProgressPage",
            fields=[
                (
                    "page_ptr",
                    models.OneToOneField(
                        auto_created=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        parent_link=True,
                        primary_key=True,
                        serialize=False,
                        to=settings.WAGTAIL_PAGE_MODEL,
                    ),
                ),
                ("body", wagtail.fields.StreamField([], blank=True, block_lookup={}, verbose_name="contenido")),
                (
                    "commitments",
                    wagtail.fields.StreamField([], blank=True, block_lookup={}, verbose_name="compromisos"),
                ),
            ],
            options={
                "verbose_name": "sección «Avances»",
                "verbose_name_plural": "secciones «Avances»",
            },
            bases=(acervo.base.models.ObeysPublicity, "wagtailcore.page"),
        ),
        migrations.AlterModelOptions(
            name="observatorypage",
            options={"verbose_name": "portada de un observatorio", "verbose_name_plural": "portadas de observatorios"},
        ),
        migrations.AddField(
            model_name="observatorypage",
            name="sites",
            field=modelcluster.fields.ParentalManyToManyField(
                blank=True,
                help_text="Los sitios de los que trata este micrositio; pueden ser varios.",
                related_name="+",
                to="observatorio.heritagesite",
                verbose_name="sitios del Patrimonio Mundial",
            ),
        ),
        migrations.AddField(
            model_name="observatorypage",
            name="state",
            field=models.CharField(
                blank=True,
                choices=[
                    ("01", "Aguascalientes"),
                    ("02", "Baja California"),
                    ("03", "Baja California Sur"),
                    ("04", "Campeche"),
                    ("05", "Coahuila"),
                    ("06", "Colima"),
                    ("07", "Chiapas"),
                    ("08", "Chihuahua"),
                    ("09", "Ciudad de México"),
                    ("10", "Durango"),
                    ("11", "Guanajuato"),
                    ("12", "Guerrero"),
                    ("13", "Hidalgo"),
                    ("14", "Jalisco"),
                    ("15", "Estado de México"),
                    ("16", "Michoacán"),
                    ("17", "Morelos"),
                    ("18", "Nayarit"),
                    ("19", "Nuevo León"),
                    ("20", "Oaxaca"),
                    ("21", "Puebla"),
                    ("22", "Querétaro"),
                    ("23", "Quintana Roo"),
                    ("24", "San Luis Potosí"),
                    ("25", "Sinaloa"),
                    ("26", "Sonora"),
                    ("27", "Tabasco"),
                    ("28", "Tamaulipas"),
                    ("29", "Tlaxcala"),
                    ("30", "Veracruz"),
                    ("31", "Yucatán"),
                    ("32", "Zacatecas"),
                ],
                help_text="Si elige una, el micrositio muestra además todos los inmuebles inventariados de esa entidad.",
                max_length=2,
                verbose_name="entidad",
            ),
        ),
        migrations.AlterField(
            model_name="observatorypage",
            name="theme",
            field=models.ForeignKey(
                blank=True,
                help_text="El tema del acervo que trata del patrimonio de este micrositio; sus registros no se copian.",
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="documents.theme",
                verbose_name="tema",
            ),
        ),
        migrations.CreateModel(
            name="LibraryPage",
            fields=[
                (
                    "page_ptr",
                    models.OneToOneField(
                        auto_created=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        parent_link=True,
                        primary_key=True,
                        serialize=False,
                        to=settings.WAGTAIL_PAGE_MODEL,
                    ),
                ),
                ("body", wagtail.fields.StreamField([], blank=True, block_lookup={}, verbose_name="contenido")),
                (
                    "record_types",
                    modelcluster.fields.ParentalManyToManyField(
                        blank=True,
                        help_text="Si elige tipos, solo se muestran registros de esos tipos.",
                        related_name="+",
                        to="documents.recordtype",
                        verbose_name="tipos",
                    ),
                ),
                (
                    "themes",
                    modelcluster.fields.ParentalManyToManyField(
                        blank=True,
                        help_text="Se muestran los registros públicos del acervo con alguno de estos temas.",
                        related_name="+",
                        to="documents.theme",
                        verbose_name="temas",
                    ),
                ),
            ],
            options={
                "verbose_name": "sección «Biblioteca virtual»",
                "verbose_name_plural": "secciones «Biblioteca virtual»",
            },
            bases=(acervo.base.models.ObeysPublicity, "wagtailcore.page"),
        ),
        migrations.CreateModel(
            name="Museum",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=200, verbose_name="nombre")),
                (
                    "kind",
                    models.CharField(
                        blank=True,
                        db_index=True,
                        help_text="Arte, historia, ciencia… La misma palabra para museos de la misma clase.",
                        max_length=80,
                        verbose_name="de qué trata",
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("01", "Aguascalientes"),
                            ("02", "Baja California"),
                            ("03", "Baja California Sur"),
                            ("04", "Campeche"),
                            ("05", "Coahuila"),
                            ("06", "Colima"),
                            ("07", "Chiapas"),
                            ("08", "Chihuahua"),
                            ("09", "Ciudad de México"),
                            ("10", "Durango"),
                            ("11", "Guanajuato"),
                            ("12", "Guerrero"),
                            ("13", "Hidalgo"),
                            ("14", "Jalisco"),
                            ("15", "Estado de México"),
                            ("16", "Michoacán"),
                            ("17", "Morelos"),
                            ("18", "Nayarit"),
                            ("19", "Nuevo León"),
                            ("20", "Oaxaca"),
                            ("21", "Puebla"),
                            ("22", "Querétaro"),
                            ("23", "Quintana Roo"),
                            ("24", "San Luis Potosí"),
                            ("25", "Sinaloa"),
                            ("26", "Sonora"),
                            ("27", "Tabasco"),
                            ("28", "Tamaulipas"),
                            ("29", "Tlaxcala"),
                            ("30", "Veracruz"),
                            ("31", "Yucatán"),
                            ("32", "Zacatecas"),
                        ],
                        db_index=True,
                        max_length=2,
                        verbose_name="entidad",
                    ),
                ),
                ("municipality", models.CharField(db_index=True, max_length=100, verbose_name="municipio")),
                ("address", models.CharField(blank=True, max_length=255, verbose_name="domicilio")),
                (
                    "latitude",
                    models.FloatField(
                        blank=True,
                        null=True,
                        validators=[
                            django.core.validators.MinValueValidator(14.3),
                            django.core.validators.MaxValueValidator(32.9),
                        ],
                        verbose_name="latitud",
                    ),
                ),
                (
                    "longitude",
                    models.FloatField(
                        blank=True,
                        null=True,
                        validators=[
                            django.core.validators.MinValueValidator(-118.7),
                            django.core.validators.MaxValueValidator(-86.5),
                        ],
                        verbose_name="longitud",
                    ),
                ),
                ("opening_hours", models.CharField(blank=True, max_length=255, verbose_name="horario")),
                ("url", models.URLField(blank=True, max_length=500, verbose_name="sitio web")),
                ("source_url", models.URLField(blank=True, max_length=500, verbose_name="de dónde se tomó")),
                ("updated_at", models.DateTimeField(auto_now=True)),
                (
                    "monument",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="museums",
                        to="observatorio.monument",
                        verbose_name="inmueble que ocupa",
                    ),
                ),
            ],
            options={
                "verbose_name": "museo",
                "verbose_name_plural": "museos",
                "ordering": ["name"],
            },
            bases=(modelsearch.index.Indexed, models.Model),
        ),
        migrations.CreateModel(
            name="OpenDataPage",
            fields=[
                (
                    "page_ptr",
                    models.OneToOneField(
                        auto_created=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        parent_link=True,
                        primary_key=True,
                        serialize=False,
                        to=settings.WAGTAIL_PAGE_MODEL,
                    ),
                ),
                ("body", wagtail.fields.StreamField([], blank=True, block_lookup={}, verbose_name="contenido")),
                (
                    "asked_for",
                    models.CharField(
                        blank=True,
                        help_text="A qué necesidad de las personas responde esta información.",
                        max_length=255,
                        verbose_name="por qué se publica",
                    ),
                ),
                (
                    "record_types",
                    modelcluster.fields.ParentalManyToManyField(
                        blank=True,
                        help_text="Si elige tipos, solo se muestran registros de esos tipos.",
                        related_name="+",
                        to="documents.recordtype",
                        verbose_name="tipos",
                    ),
                ),
                (
                    "themes",
                    modelcluster.fields.ParentalManyToManyField(
                        blank=True,
                        help_text="Se muestran los registros públicos del acervo con alguno de estos temas.",
                        related_name="+",
                        to="documents.theme",
                        verbose_name="temas",
                    ),
                ),
            ],
            options={
                "verbose_name": "sección «Transparencia focalizada»",
                "verbose_name_plural": "secciones «Transparencia focalizada»",
            },
            bases=(acervo.base.models.ObeysPublicity, "wagtailcore.page"),
        ),
        migrations.CreateModel(
            name="RegulationsPage",
            fields=[
                (
                    "page_ptr",
                    models.OneToOneField(
                        auto_created=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        parent_link=True,
                        primary_key=True,
                        serialize=False,
                        to=settings.WAGTAIL_PAGE_MODEL,
                    ),
                ),
                ("body", wagtail.fields.StreamField([], blank=True, block_lookup={}, verbose_name="contenido")),
                (
                    "record_types",
                    modelcluster.fields.ParentalManyToManyField(
                        blank=True,
                        help_text="Si elige tipos, solo se muestran registros de esos tipos.",
                        related_name="+",
                        to="documents.recordtype",
                        verbose_name="tipos",
                    ),
                ),
                (
                    "themes",
                    modelcluster.fields.ParentalManyToManyField(
                        blank=True,
                        help_text="Se muestran los registros públicos del acervo con alguno de estos temas.",
                        related_name="+",
                        to="documents.theme",
                        verbose_name="temas",
                    ),
                ),
            ],
            options={
                "verbose_name": "sección «Marco Normativo»",
                "verbose_name_plural": "secciones «Marco Normativo»",
            },
            bases=(acervo.base.models.ObeysPublicity, "wagtailcore.page"),
        ),
    ]
