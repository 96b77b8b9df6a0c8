/* Small helps for every page; each page works without them.

   [data-menu-toggle]            button that opens and closes the element its aria-controls names (phones)
   [data-copy="text"]            button that copies the text; [data-copy-from="#id"] copies that element's text
   [data-share]                  button that opens the device's own share sheet; data-share-title, data-share-url
   [data-needs-js]               shown only when this script runs
   select[data-submits]          sends its form when changed; the form keeps its own button inside [data-without-js]
*/
(() => {
  "use strict";
  const root = document.documentElement;
  root.classList.add("js");
  const english = root.lang.toLowerCase().startsWith("en");
  const COPIED = english ? "Copied" : "Copiado";
  const NOT_COPIED = english ? "Could not copy" : "No se pudo copiar";

  for (const button of document.querySelectorAll("[data-menu-toggle]")) {
    const menu = document.getElementById(button.getAttribute("aria-controls"));
    if (!menu) continue;
    menu.dataset.closed = "";
    const narrow = window.matchMedia("(max-width: 719.98px)");
    const set = (open) => {
      button.setAttribute("aria-expanded", String(open));
      if (open || !narrow.matches) delete menu.dataset.closed;
      else menu.dataset.closed = "";
    };
    set(false);
    narrow.addEventListener("change", () => set(false));
    button.addEventListener("click", () => set(button.getAttribute("aria-expanded") !== "true"));
    menu.addEventListener("keydown", (event) => {
      if (event.key === "Escape" && narrow.matches) { set(false); button.focus(); }
    });
  }

  let live;
  const say = (text) => {
    if (!live) {
      live = document.createElement("div");
      live.className = "visually-hidden";
      live.setAttribute("role", "status");
      document.body.append(live);
    }
    live.textContent = "";
    requestAnimationFrame(() => { live.textContent = text; });
  };

  const copy = async (button) => {
    const from = button.dataset.copyFrom && document.querySelector(button.dataset.copyFrom);
    const text = from ? from.textContent.trim() : button.dataset.copy;
    let done = COPIED;
    try {
      await navigator.clipboard.writeText(text);
    } catch {
      done = NOT_COPIED;
    }
    say(done);
    if (!button.dataset.label) {
      button.dataset.label = button.lastChild.textContent;
      button.lastChild.textContent = done;
      setTimeout(() => { button.lastChild.textContent = button.dataset.label; delete button.dataset.label; }, 2000);
    }
  };

  const share = async (button) => {
    const url = new URL(button.dataset.shareUrl || location.href, location.href).href;
    try {
      await navigator.share({ title: button.dataset.shareTitle || document.title, url });
    } catch (error) {
      if (error.name !== "AbortError") say(NOT_COPIED);
    }
  };

  if (!navigator.share) for (const button of document.querySelectorAll("[data-share]")) button.hidden = true;
  /* listened for on the document, so that parts the reader puts in later work too */
  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-copy], [data-copy-from], [data-share]");
    if (!button) return;
    event.preventDefault();
    if (button.hasAttribute("data-share")) share(button);
    else copy(button);
  });

  document.addEventListener("change", (event) => {
    if (event.target.matches("select[data-submits]")) event.target.form.requestSubmit();
  });
  for (const spare of document.querySelectorAll("[data-without-js]")) spare.hidden = true;
})();
