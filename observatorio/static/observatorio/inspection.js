/* The form of an inspection on a bad connection: everything typed is kept in the phone until the site has it.
   Without this script the form is sent as any other. The same token goes with every attempt, so twice is once. */
(function () {
  "use strict";

  const form = document.querySelector("form[data-inspection]");
  if (!form || !window.fetch) return;
  const key = form.dataset.inspection;
  const most = Number(form.dataset.maxPhotos);
  const state = form.querySelector("[data-state]");
  const thumbs = form.querySelector("[data-thumbs]");
  const pickers = Array.from(form.querySelectorAll('input[type="file"]'));
  const button = form.querySelector('button[type="submit"]');
  const store = window.AcervoDraft;
  const WAITS = [5, 15, 30, 60];

  let photos = []; // {id, name, blob, item}
  let pending = false;
  let sending = false;
  let done = false;
  let attempts = 0;
  let timer = 0;
  let saveTimer = 0;
  let reading = 0;

  function say(name, kind) {
    state.textContent = form.dataset["text" + name[0].toUpperCase() + name.slice(1)] || "";
    state.dataset.kind = kind || "";
  }

  /* --- The draft ------------------------------------------------------------------------------ */
  function values() {
    return Array.from(new FormData(form).entries()).filter(
      ([name, value]) => typeof value === "string" && name !== "csrfmiddlewaretoken",
    );
  }

  function save() {
    if (done) return;
    const kept = store.write(key, { values: values(), pending, at: new Date().toISOString() });
    if (!pending && !sending) kept ? say("saved", "saved") : say("nostore", "warning");
  }

  function saveSoon() {
    clearTimeout(saveTimer);
    saveTimer = setTimeout(save, 300);
  }

  function restoreValues(draft) {
    const kept = new Map();
    draft.values.forEach(([name, value]) => kept.set(name, [...(kept.get(name) || []), value]));
    Array.from(form.elements).forEach((field) => {
      if (!field.name || field.type === "file" || field.name === "csrfmiddlewaretoken") return;
      const found = kept.get(field.name) || [];
      if (field.type === "radio" || field.type === "checkbox") field.checked = found.includes(field.value);
      else if (found.length) field.value = found[0];
    });
  }

  /* --- Photographs ---------------------------------------------------------------------------- */
  function show(photo, canvas) {
    const item = document.createElement("li");
    const label = `${form.dataset.textPhoto} ${photo.name}`;
    if (canvas) {
      canvas.setAttribute("role", "img");
      canvas.setAttribute("aria-label", label);
      item.append(canvas);
    } else {
      item.append(Object.assign(document.createElement("span"), { textContent: photo.name }));
    }
    const remove = Object.assign(document.createElement("button"), {
      type: "button",
      className: "button button--small",
      textContent: form.dataset.textRemove,
    });
    remove.setAttribute("aria-label", `${form.dataset.textRemove}: ${label}`);
    remove.addEventListener("click", () => {
      photos = photos.filter((other) => other.id !== photo.id);
      item.remove();
      store.removePhoto(photo.id).catch(() => {});
      save();
      pickers[1].focus();
    });
    item.append(remove);
    thumbs.append(item);
  }

  async function add(picker) {
    const files = Array.from(picker.files);
    picker.value = "";
    reading += 1;
    try {
      for (const file of files) {
        if (photos.length >= most) {
          say("many", "warning");
          break;
        }
        const { blob, canvas } = await window.AcervoPhoto(file);
        const photo = { id: `${key}:${Date.now()}:${Math.random()}`, name: file.name || "foto.jpg", blob };
        photos.push(photo);
        show(photo, canvas);
        try {
          await store.addPhoto(key, photo);
          save();
        } catch {
          say("nostore", "warning");
        }
      }
    } finally {
      reading -= 1;
    }
  }

  /* --- Sending -------------------------------------------------------------------------------- */
  function later() {
    clearTimeout(timer);
    const wait = WAITS[Math.min(attempts, WAITS.length - 1)];
    attempts += 1;
    timer = setTimeout(send, wait * 1000);
  }

  function body() {
    const data = new FormData(form);
    data.delete("photos");
    photos.forEach((photo) => data.append("photos", photo.blob, photo.name));
    return data;
  }

  async function send() {
    clearTimeout(timer);
    if (sending || done) return;
    pending = true;
    save();
    if (reading) {
      timer = setTimeout(send, 500);
      return;
    }
    if (navigator.onLine === false) {
      say("offline", "warning");
      return;
    }
    sending = true;
    button.setAttribute("aria-disabled", "true");
    say("sending");
    try {
      const response = await fetch(form.action || location.href, {
        method: "POST",
        body: body(),
        headers: { Accept: "application/json" },
        credentials: "same-origin",
      });
      await answered(response);
    } catch {
      // No connection, or it broke on the way.
      say(navigator.onLine === false ? "offline" : "retry", "warning");
      later();
    } finally {
      sending = false;
      button.removeAttribute("aria-disabled");
    }
  }

  async function answered(response) {
    if (response.status >= 500) throw new Error(String(response.status));
    const json = (response.headers.get("Content-Type") || "").includes("json") ? await response.json() : {};
    if (response.status === 201) {
      done = true;
      await store.clear(key);
      location.assign(json.url);
      return;
    }
    pending = false;
    save();
    if (response.status === 422) return showErrors(json.errors);
    if (response.status === 403 && json.errors) return say("denied", "error");
    // 401, or the site no longer knows this page (the login changed its keys).
    say("session", "error");
    const link = document.createElement("a");
    link.href = json.login || location.href;
    link.textContent = form.dataset.textLogin;
    link.className = "button button--small";
    state.append(" ", link);
  }

  function showErrors(errors) {
    form.querySelectorAll(".field__error").forEach((old) => old.remove());
    form.querySelectorAll(".field--error").forEach((old) => old.classList.remove("field--error"));
    Object.entries(errors).forEach(([name, messages]) => {
      const place = form.querySelector(`[data-field="${name}"]`) || form.querySelector(".inspection__bar");
      place.classList.add("field--error");
      messages.forEach((message) => {
        const line = document.createElement("p");
        line.className = "field__error";
        line.textContent = message;
        const after = place.querySelector("legend, label");
        after ? after.after(line) : place.prepend(line);
      });
    });
    say("errors", "error");
    // The first on the page, whatever the order in which the site names them.
    const field = form.querySelector(".field--error :is(input, textarea, select)");
    if (field) field.focus();
  }

  /* --- Start ---------------------------------------------------------------------------------- */
  async function start() {
    const draft = store.read(key);
    if (draft && Array.isArray(draft.values)) {
      restoreValues(draft);
      say("restored", "saved");
    }
    let kept = [];
    try {
      kept = await store.photos(key);
    } catch {
      kept = [];
    }
    for (const photo of kept) {
      photos.push(photo);
      const { canvas } = await window.AcervoPhoto(photo.blob);
      show(photo, canvas);
    }
    if (draft && draft.pending) send();
  }

  form.addEventListener("input", (event) => event.target.type !== "file" && saveSoon());
  form.addEventListener("change", (event) => (event.target.type === "file" ? add(event.target) : saveSoon()));
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    attempts = 0;
    send();
  });
  form.querySelector("[data-discard]").addEventListener("click", async () => {
    if (!window.confirm(form.dataset.textDiscard)) return;
    done = true;
    await store.clear(key);
    location.reload();
  });
  window.addEventListener("online", () => pending && send());
  window.addEventListener("pagehide", () => {
    clearTimeout(saveTimer);
    if (state.dataset.kind) save();
  });
  start();
})();
