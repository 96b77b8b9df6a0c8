/* Photographs made smaller before they are sent over a weak connection. When and where they were taken (EXIF) goes
   along: the site keeps that for specialists and never publishes it. What cannot be read here is sent as it is. */
(function () {
  "use strict";

  const LONGEST = 2048;
  const QUALITY = 0.85;

  /* The EXIF segment of a JPEG, its orientation set to upright, or null. */
  function exifOf(bytes) {
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    if (view.byteLength < 4 || view.getUint16(0) !== 0xffd8) return null;
    let at = 2;
    while (at + 4 <= view.byteLength && view.getUint8(at) === 0xff) {
      const marker = view.getUint8(at + 1);
      const length = view.getUint16(at + 2);
      if (marker === 0xda || length < 2 || at + 2 + length > view.byteLength) return null;
      if (marker === 0xe1 && length > 20 && view.getUint32(at + 4) === 0x45786966) {
        const segment = bytes.slice(at, at + 2 + length);
        setUpright(segment);
        return segment;
      }
      at += 2 + length;
    }
    return null;
  }

  function setUpright(segment) {
    const view = new DataView(segment.buffer, 10);
    const little = view.getUint16(0) === 0x4949;
    const start = view.getUint32(4, little);
    if (start + 2 > view.byteLength) return;
    const entries = view.getUint16(start, little);
    for (let index = 0; index < entries; index += 1) {
      const entry = start + 2 + index * 12;
      if (entry + 12 > view.byteLength) return;
      if (view.getUint16(entry, little) === 0x0112) view.setUint16(entry + 8, 1, little);
    }
  }

  async function withExif(blob, exif) {
    if (!exif) return blob;
    return new Blob([new Uint8Array([0xff, 0xd8]), exif, blob.slice(2)], { type: "image/jpeg" });
  }

  /* {blob, canvas}: what to send, and a small drawing of it (null if this browser cannot read the file). */
  window.AcervoPhoto = async function (file) {
    let bitmap;
    try {
      bitmap = await createImageBitmap(file);
    } catch {
      return { blob: file, canvas: null };
    }
    const thumb = drawn(bitmap, 320);
    const scale = LONGEST / Math.max(bitmap.width, bitmap.height);
    if (scale >= 1 && file.size < 1500000) {
      bitmap.close();
      return { blob: file, canvas: thumb };
    }
    const canvas = drawn(bitmap, LONGEST);
    bitmap.close();
    const made = await new Promise((resolve) => canvas.toBlob(resolve, "image/jpeg", QUALITY));
    if (!made || made.size >= file.size) return { blob: file, canvas: thumb };
    let exif = null;
    try {
      exif = exifOf(new Uint8Array(await file.slice(0, 262144).arrayBuffer()));
    } catch {
      exif = null;
    }
    return { blob: await withExif(made, exif), canvas: thumb };
  };

  function drawn(bitmap, longest) {
    const scale = Math.min(1, longest / Math.max(bitmap.width, bitmap.height));
    const canvas = document.createElement("canvas");
    canvas.width = Math.max(1, Math.round(bitmap.width * scale));
    canvas.height = Math.max(1, Math.round(bitmap.height * scale));
    canvas.getContext("2d").drawImage(bitmap, 0, 0, canvas.width, canvas.height);
    return canvas;
  }
})();
