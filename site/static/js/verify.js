/* Verify a file: its SHA-256 is computed here, in the browser, and only that number leaves the machine.

   form[data-verify]                 works alone: uploads the file, which the server hashes and forgets
     data-result                     address of the answer, with SHA256 in the place of the hash
     data-max-bytes                  larger files are left to the upload (they would fill the memory); default 200 MB
     input[type=file]
     [data-drop]                     area that accepts a dropped file (default: the form itself)
     [role=status]                   says what goes on; data-working holds the sentence
*/
(() => {
  "use strict";
  const form = document.querySelector("form[data-verify]");
  if (!form || !window.crypto || !crypto.subtle) return;
  const input = form.querySelector("input[type=file]");
  const area = form.querySelector("[data-drop]") || form;
  const status = form.querySelector("[role=status]");
  const limit = Number(form.dataset.maxBytes) || 200 * 1024 * 1024;

  const hash = async (file) => {
    const digest = await crypto.subtle.digest("SHA-256", await file.arrayBuffer());
    return Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, "0")).join("");
  };

  const verify = async (file) => {
    if (file.size > limit) { form.submit(); return; }
    if (status) status.textContent = status.dataset.working || "";
    try {
      location.assign(form.dataset.result.replace("SHA256", await hash(file)));
    } catch {
      form.submit();
    }
  };

  form.addEventListener("submit", (event) => {
    if (!input.files.length) return;
    event.preventDefault();
    verify(input.files[0]);
  });
  input.addEventListener("change", () => { if (input.files.length) verify(input.files[0]); });

  for (const name of ["dragenter", "dragover"]) {
    area.addEventListener(name, (event) => { event.preventDefault(); area.classList.add("drop--over"); });
  }
  for (const name of ["dragleave", "drop"]) {
    area.addEventListener(name, () => area.classList.remove("drop--over"));
  }
  area.addEventListener("drop", (event) => {
    event.preventDefault();
    if (!event.dataTransfer.files.length) return;
    input.files = event.dataTransfer.files;
    verify(event.dataTransfer.files[0]);
  });
})();
