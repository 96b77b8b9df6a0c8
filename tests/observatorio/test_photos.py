"""What is published of an image carries nothing of the camera, and who may fetch which image."""

import datetime as dt
import io
import random

import pytest
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.urls import reverse
from PIL import ExifTags, Image, ImageCms, PngImagePlugin
from wagtail.models import Collection, CollectionViewRestriction

from documents.models import ArchiveImage
from documents.services.image_metadata import ImageRefusedError, strip
from observatorio.models import CitizenReportState, FieldRestriction, InspectionPhoto, Photo
from observatorio.services import citizen_reports, photos
from tests.observatorio import loop

SECRETS = (b"Fulana Secreta", b"SERIE-998877", b"22.77", b"photoshop", b"Photoshop", b"xmpmeta", b"Exif\0\0", b"GPS")
FORMATS = ("JPEG", "PNG", "WEBP", "AVIF", "HEIF")


def exif(*, orientation: int = 1) -> Image.Exif:
    made = Image.Exif()
    made[ExifTags.Base.Artist] = "Fulana Secreta"
    made[ExifTags.Base.Make] = "Camarita"
    made[ExifTags.Base.Orientation] = orientation
    details = made.get_ifd(ExifTags.IFD.Exif)
    details[ExifTags.Base.DateTimeOriginal] = "2024:05:03 12:01:02"
    details[ExifTags.Base.BodySerialNumber] = "SERIE-998877"
    gps = made.get_ifd(ExifTags.IFD.GPSInfo)
    gps[ExifTags.GPS.GPSLatitudeRef], gps[ExifTags.GPS.GPSLatitude] = "N", (22.0, 46.0, 30.0)
    gps[ExifTags.GPS.GPSLongitudeRef], gps[ExifTags.GPS.GPSLongitude] = "W", (102.0, 34.0, 20.0)
    return made


def picture(kind: str = "JPEG", *, size: tuple[int, int] = (64, 40), orientation: int = 1) -> bytes:
    """An image that tells on its author: EXIF, XMP, IPTC, comments, text chunks."""
    image = Image.new("RGB", size, "#a05040")
    image.paste("#204080", (0, 0, size[0] // 2, size[1] // 2))
    xmp = b'<x:xmpmeta xmlns:x="adobe:ns:meta/"><dc:creator>Fulana Secreta</dc:creator></x:xmpmeta>'
    options: dict = {"exif": exif(orientation=orientation)}
    if kind in ("JPEG", "WEBP", "AVIF"):
        options["xmp"] = xmp
    if kind == "JPEG":
        options |= {"comment": b"Fulana Secreta", "icc_profile": profile()}
    if kind == "PNG":
        text = PngImagePlugin.PngInfo()
        text.add_text("Author", "Fulana Secreta")
        text.add_itxt("XML:com.adobe.xmp", xmp.decode())
        options["pnginfo"] = text
    out = io.BytesIO()
    image.save(out, kind, **options)
    content = out.getvalue()
    if kind == "JPEG":
        iptc = b"Photoshop 3.0\x008BIM\x04\x04\0\0\0\0\0\x13\x1c\x02\x50\0\x0eFulana Secreta"
        content = content[:2] + b"\xff\xed" + (len(iptc) + 2).to_bytes(2, "big") + iptc + content[2:]
        content += b"trailer of a moving photo: Fulana Secreta"
    return content


def profile() -> bytes:
    return ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()


def jpeg_segments(content: bytes) -> list[tuple[int, bytes]]:
    """Markers and payloads before the picture itself, read byte by byte as a metadata tool does."""
    assert content[:2] == b"\xff\xd8"
    at, found = 2, []
    while content[at] == 0xFF and content[at + 1] != 0xDA:
        length = int.from_bytes(content[at + 2 : at + 4], "big")
        found.append((content[at + 1], content[at + 4 : at + 2 + length]))
        at += 2 + length
    return found


def told(content: bytes) -> list[bytes]:
    """The secrets in the bytes, and what Pillow reads of them."""
    image = Image.open(io.BytesIO(content))
    image.load()
    found = [secret for secret in SECRETS if secret in content]
    found += [key.encode() for key in image.info if key in ("exif", "xmp", "comment", "photoshop", "Author", "XML:com.adobe.xmp")]  # fmt: skip
    return found + [str(tag).encode() for tag in image.getexif()]


def stored(content: bytes, *, name: str = "foto.jpg", **fields) -> ArchiveImage:
    image = ArchiveImage(title="Fachada", **fields)
    image.file = ContentFile(content, name=name)
    image.save()
    return image


@pytest.mark.parametrize("kind", FORMATS)
def test_the_fixture_really_tells_on_its_author(kind):
    assert b"Fulana Secreta" in picture(kind)


@pytest.mark.parametrize("kind", FORMATS)
def test_nothing_of_the_camera_is_left_in_any_format_and_place_and_time_are_told_apart(kind):
    result = strip(picture(kind))
    assert told(result.content) == []
    assert result.camera == {"taken": "2024-05-03T12:01:02", "latitude": 22.775, "longitude": -102.572222}


def test_a_jpeg_keeps_only_segments_of_the_picture_and_its_colour_profile():
    segments = jpeg_segments(strip(picture("JPEG")).content)
    names = {marker for marker, _payload in segments if 0xE0 <= marker <= 0xEF or marker == 0xFE}
    assert names <= {0xE0, 0xE2, 0xEE}
    assert next(payload for marker, payload in segments if marker == 0xE2).startswith(b"ICC_PROFILE\0")


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "AVIF"])
def test_the_orientation_is_applied_before_it_is_forgotten(kind):
    image = Image.open(io.BytesIO(strip(picture(kind, orientation=6)).content)).convert("RGB")
    assert image.size == (40, 64)
    red, _green, blue = image.getpixel((35, 5))  # the blue corner turned to the upper right
    assert blue > red


def test_an_upright_jpeg_keeps_the_quantisation_of_the_camera():
    before = Image.open(io.BytesIO(picture("JPEG")))
    after = Image.open(io.BytesIO(strip(picture("JPEG")).content))
    assert after.quantization == before.quantization


@pytest.mark.parametrize(
    "content",
    [b"", b"<svg onload='alert(1)'/>", b"%PDF-1.7", b"\xff\xd8\xff\xe1\xff\xff", b"MZ" + b"\0" * 200,
     b"GIF89a" + b"\xff" * 20, b"\x89PNG\r\n\x1a\n" + b"\0\0\0\rIHDR" + b"\xff" * 17],
)  # fmt: skip
def test_what_is_no_image_is_refused_in_words(content):
    with pytest.raises(ImageRefusedError, match="imagen"):
        strip(content)


def test_cut_and_scrambled_images_are_refused_or_read_but_never_crash():
    chance = random.Random(5)
    for kind in FORMATS:
        whole = picture(kind)
        for _attempt in range(12):
            broken = bytearray(whole[: chance.randrange(10, len(whole))])
            for _byte in range(4):
                broken[chance.randrange(len(broken))] = chance.randrange(256)
            try:
                assert b"Fulana" not in strip(bytes(broken)).content
            except ImageRefusedError:
                pass


def test_an_image_with_too_many_pixels_is_refused_before_it_is_decoded():
    out = io.BytesIO()
    Image.new("1", (10_000, 10_000)).save(out, "PNG")
    with pytest.raises(ImageRefusedError, match="megap"):
        strip(out.getvalue())


def test_broken_coordinates_are_left_out():
    made = Image.Exif()
    gps = made.get_ifd(ExifTags.IFD.GPSInfo)
    gps[ExifTags.GPS.GPSLatitude], gps[ExifTags.GPS.GPSLongitude] = (200.0, 0.0, 0.0), (1.0, 0.0, 0.0)
    out = io.BytesIO()
    Image.new("RGB", (8, 8)).save(out, "JPEG", exif=made)
    assert strip(out.getvalue()).camera == {}


def test_every_new_image_is_stored_clean_and_its_sizes_are_too(db):
    image = stored(picture("JPEG", orientation=6))
    with image.file.open("rb") as file:
        content = file.read()
    assert told(content) == []
    assert (image.width, image.height) == (40, 64)
    assert image.file_size == len(content)
    assert image.camera["latitude"] == 22.775
    for spec in ("width-30", "max-20x20|format-webp", "original", "fill-10x10|format-png"):
        with image.get_rendition(spec).file.open("rb") as file:
            assert told(file.read()) == [], spec


def test_an_image_uploaded_in_the_admin_is_clean_and_a_broken_one_is_an_error_of_the_form(admin_client):
    address = reverse("wagtailimages:add")
    root = Collection.get_first_root_node()
    good = SimpleUploadedFile("foto.jpg", picture("JPEG"), content_type="image/jpeg")
    assert admin_client.post(address, {"title": "Fachada", "file": good, "collection": root.pk}).status_code == 302
    made = ArchiveImage.objects.get()
    with made.file.open("rb") as file:
        assert told(file.read()) == []
    cut = SimpleUploadedFile("foto.jpg", picture("JPEG", size=(900, 900))[:6000], content_type="image/jpeg")
    response = admin_client.post(address, {"title": "Rota", "file": cut, "collection": root.pk})
    assert response.status_code == 200
    assert ArchiveImage.objects.count() == 1


def test_images_stored_before_the_rule_are_stripped_by_the_command_with_their_sizes(db, capsys):
    image = stored(picture("JPEG"))
    # As it was stored before: the original with its data, and a size that carries them.
    path = image.file.path
    with open(path, "wb") as file:
        file.write(picture("JPEG"))
    ArchiveImage.objects.update(camera=None)
    size = image.get_rendition("width-30")
    call_command("strip_images")
    image.refresh_from_db()
    with image.file.open("rb") as file:
        assert told(file.read()) == []
    assert image.camera["taken"] == "2024-05-03T12:01:02"
    assert not image.renditions.filter(pk=size.pk).exists()
    assert "Imágenes limpias: 1" in capsys.readouterr().out
    call_command("strip_images")
    assert "Imágenes limpias: 0" in capsys.readouterr().out


# --- Who may fetch an image ---------------------------------------------------------------------------
def address_of(image: ArchiveImage) -> str:
    return image.get_rendition("width-30").url


def test_anybody_gets_a_size_of_a_public_image_and_caches_may_keep_it(client, db):
    response = client.get(address_of(stored(picture())))
    assert response.status_code == 200
    assert "immutable" in response["Cache-Control"]


def test_a_file_that_is_no_size_of_an_image_is_not_served(client, db, settings):
    image = stored(picture())
    assert client.get(f"/media/images/{image.filename}").status_code == 404
    assert client.get(f"/media/original_images/{image.filename}").status_code == 404


def test_an_image_of_a_restricted_collection_is_for_those_who_work_here(client, admin_client, db):
    private = Collection.get_first_root_node().add_child(name="Reservado")
    CollectionViewRestriction.objects.create(collection=private, restriction_type="login")
    address = address_of(stored(picture(), collection=private))
    assert client.get(address).status_code == 404
    response = admin_client.get(address)
    assert response.status_code == 200
    assert "no-store" in response["Cache-Control"]


def test_the_photo_of_a_report_cannot_be_fetched_before_somebody_accepts_it(client, db, committing):
    report = loop.report(photo=loop.clean(picture()))
    address = address_of(report.photo)
    assert client.get(address).status_code == 404
    CollectionViewRestriction.objects.all().delete()  # even if somebody opens the collection
    assert client.get(address).status_code == 404
    citizen_reports.moderate(report, state=CitizenReportState.ACCEPTED, by=None)
    assert client.get(address).status_code == 200
    citizen_reports.moderate(report, state=CitizenReportState.REJECTED, by=None)
    assert client.get(address).status_code == 404


def test_the_photo_of_a_visit_is_never_public(client, db):
    visit = loop.inspection()
    image = photos.store(
        loop.clean(picture()), title="Visita", collection=photos.private_collection(photos.INSPECTIONS)
    )
    InspectionPhoto.objects.create(inspection=visit, image=image)
    address = address_of(image)
    CollectionViewRestriction.objects.all().delete()
    assert client.get(address).status_code == 404


@pytest.mark.parametrize("reason", ["not public", "draft", "restricted"])
def test_a_photo_that_the_monument_keeps_back_cannot_be_fetched(client, db, reason):
    monument = loop.monument()
    image = stored(picture())
    photo = Photo.objects.create(monument=monument, image=image, alt_text="Fachada")
    address = address_of(image)
    assert client.get(address).status_code == 200
    if reason == "not public":
        Photo.objects.filter(pk=photo.pk).update(is_public=False)
    elif reason == "draft":
        type(monument).objects.filter(pk=monument.pk).update(live=False)
    else:
        FieldRestriction.objects.create(
            monument=monument, field="photos", level="reservado", ground="Art. 113", until=dt.date(2999, 1, 1)
        )
    assert client.get(address).status_code == 404


def test_serving_a_size_costs_the_same_few_queries_whatever_the_number_of_images(client, db, django_assert_num_queries):
    address = address_of(stored(picture()))
    client.get(address)
    with django_assert_num_queries(2):
        client.get(address)
    for _number in range(5):
        address_of(stored(picture(size=(40, 40))))
    with django_assert_num_queries(2):
        client.get(address)
